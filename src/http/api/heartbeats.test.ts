import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestFront } from "../../../test/front.ts";
import { silentLog } from "../../../test/kits/crisis.ts";
import { lineWhere } from "../../../test/kits/sensor-kit.ts";
import { machine } from "../../actions/action.ts";
import { createPlatform } from "../../actions/platform/create.ts";
import { createSource } from "../../actions/source/create.ts";
import { watchOnce } from "../../loops/watch.ts";
import { findSource } from "../../store/sources.ts";

const installer = machine("test");
const token = "heartbeat-token-of-a-test";
let front: Awaited<ReturnType<typeof createTestFront>>;
let sourceId = "";
let deafId = "";

beforeAll(async () => {
  front = await createTestFront();
  const { house } = front;
  const platform = { id: "gate", name: "Gate", failureDomain: "gate", capabilities: [] };
  await createPlatform(house, installer, platform);
  const given = { platformId: "gate", name: "Door bell" };
  const settings = { token };
  const row = await createSource(house, installer, { ...given, sensor: "heartbeat", settings });
  sourceId = row.id;
  const deaf = await createSource(house, installer, {
    ...given,
    sensor: "user-reports",
    settings: {},
  });
  deafId = deaf.id;
});
afterAll(async () => await front[Symbol.asyncDispose]());

const push = async (id: string, bearer: string | null, body?: object) =>
  await front.app.inject({
    method: "POST",
    url: `/api/public/heartbeats/${id}`,
    headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
    ...(body ? { payload: body } : {}),
  });
const signals = async () =>
  await front.db
    .selectFrom("signal")
    .select(["verdict", "evidence"])
    .where("source_id", "=", sourceId)
    .orderBy("at")
    .execute();
const look = async () => {
  front.clock.pass(120_000);
  await watchOnce({ house: front.house, wire: lineWhere({}), log: silentLog });
  return (await findSource(front.db, sourceId))?.health;
};

test("a heartbeat is noted, with what it says", async () => {
  expect((await push(sourceId, token)).statusCode).toBe(202);
  front.clock.pass(1_000);
  const answer = await push(sourceId, token, { verdict: "degraded", what: "Front door" });
  expect(answer.json()).toEqual({ noted: true });
  expect(await signals()).toEqual([
    { verdict: "up", evidence: { code: "sensors:heartbeat.up", params: { what: "Door bell" } } },
    {
      verdict: "degraded",
      evidence: { code: "sensors:heartbeat.degraded", params: { what: "Front door" } },
    },
  ]);
});

test("it keeps the source healthy, and silence makes it unhealthy and unknown", async () => {
  expect(await look()).toBe("healthy");
  expect(await look()).toBe("unhealthy");
  expect((await signals()).at(-1)).toMatchObject({ verdict: "unknown" });
});

test.each([
  ["no token", () => push(sourceId, null), 401],
  ["another token", () => push(sourceId, `${token}x`), 401],
  ["a source that is not there", () => push("0195c9d0-0000-7000-8000-00000000ffff", token), 401],
  ["a source that does not listen", () => push(deafId, token), 401],
  ["no source at all", () => push("gate", token), 400],
  ["a verdict that is none", () => push(sourceId, token, { verdict: "unknown" }), 400],
  ["a body without end", () => push(sourceId, token, { what: "x".repeat(9_000) }), 413],
])("%s is refused, and nothing is noted", async (_name, ask, status) => {
  const before = await signals();
  const answer = await ask();
  expect(answer.statusCode).toBe(status);
  expect(answer.body).not.toContain(token);
  expect(await signals()).toEqual(before);
});
