import { expect, test } from "vitest";
import { lineWhere, NOON, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { heartbeat } from "./heartbeat.ts";

const settings = { token: "heartbeat-token-of-a-test" };
sensorKit(heartbeat, { settings: () => settings, speaksHttp: false });

const look = async (secondsAgo: number | null, change: object = {}) => {
  const pushedAt = async () => (secondsAgo === null ? null : NOON - secondsAgo * 1_000);
  const moment = quietMoment({ records: { ...quietMoment().records, pushedAt } });
  return await heartbeat.look({ ...settings, ...change }, lineWhere({}), moment);
};

test.each([
  ["a heartbeat in time adds nothing of ours", 59, {}, { kind: "nothing" }],
  ["a late one is awaited", 180, {}, { kind: "nothing" }],
  [
    "silence is unknown, and says how long",
    181,
    {},
    { verdict: "unknown", evidence: { code: "sensors:heartbeat.silent", params: { minutes: 3 } } },
  ],
  [
    "a slow sender has more time",
    7_000,
    { expectedSeconds: 3_600, missedMax: 2 },
    { kind: "nothing" },
  ],
])("%s", async (_name, secondsAgo, change, expected) => {
  expect(await look(secondsAgo, change)).toMatchObject(expected);
});

test("before the first heartbeat it tells where to send it", async () => {
  expect(await look(null)).toMatchObject({
    verdict: "unknown",
    evidence: { code: "sensors:heartbeat.never", params: { id: quietMoment().sourceId } },
  });
});

test("a token that can be guessed is refused", () => {
  expect(heartbeat.problems({ token: "short" })).toMatchObject([{ field: "token" }]);
});
