import { expect, test } from "vitest";
import { lineWhere, NOON, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { ownDeliveries } from "./own-deliveries.ts";
import type { Records } from "./sensor.ts";
import { userReports } from "./user-reports.ts";

sensorKit(userReports, { settings: () => ({}), speaksHttp: false });
sensorKit(ownDeliveries, { settings: () => ({}), speaksHttp: false });

const MINUTE_MS = 60_000;
const recordsWith = (change: Partial<Records>): Records => ({
  ...quietMoment().records,
  ...change,
});

test("reports are counted per minute, and a silent minute counts as none", async () => {
  const reportsPerMinute = async () => new Map([[NOON - 2 * MINUTE_MS, 7]]);
  const moment = quietMoment({
    now: NOON + 20_000,
    since: NOON - 3 * MINUTE_MS,
    records: recordsWith({ reportsPerMinute }),
  });
  expect(await userReports.look({}, lineWhere({}), moment)).toMatchObject({
    kind: "counts",
    counts: [
      { at: NOON - 3 * MINUTE_MS, count: 0 },
      { at: NOON - 2 * MINUTE_MS, count: 7 },
      { at: NOON - MINUTE_MS, count: 0 },
    ],
  });
});

test("the minute that is not over yet is left for later", async () => {
  const moment = quietMoment({ now: NOON + 59_000, since: NOON });
  expect(await userReports.look({}, lineWhere({}), moment)).toMatchObject({ counts: [] });
});

test("after a long absence it does not count what is too old to act upon", async () => {
  const look = await userReports.look({}, lineWhere({}), quietMoment({ since: 0 }));
  expect(look.kind === "counts" && look.counts.length).toBe(60);
});

test.each([
  [100, 98, "up"],
  [100, 70, "degraded"],
  [100, 20, "down"],
])("of %d sent, %d delivered is %s", async (sent, delivered, verdict) => {
  const records = recordsWith({ handedOver: async () => ({ sent, delivered }) });
  const look = await ownDeliveries.look({}, lineWhere({}), quietMoment({ records }));
  expect(look).toMatchObject({ kind: "reading", verdict, detail: { sent, delivered } });
});

test("a handful of messages proves nothing", async () => {
  const records = recordsWith({ handedOver: async () => ({ sent: 12, delivered: 0 }) });
  const look = await ownDeliveries.look({}, lineWhere({}), quietMoment({ records }));
  expect(look).toMatchObject({ kind: "nothing" });
});
