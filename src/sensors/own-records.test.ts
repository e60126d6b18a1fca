import { expect, test } from "vitest";
import { lineWhere, NOON, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { wordsFor } from "../lib/words.ts";
import { ownDeliveries } from "./own-deliveries.ts";
import { ownInbound } from "./own-inbound.ts";
import type { Records } from "./sensor.ts";
import { userReports } from "./user-reports.ts";

sensorKit(userReports, { settings: () => ({}), speaksHttp: false });
sensorKit(ownDeliveries, { settings: () => ({}), speaksHttp: false });
sensorKit(ownInbound, { settings: () => ({}), speaksHttp: false });

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

const writtenDaily = (lately: number) => {
  const minutes = new Map<number, number>();
  for (let minute = 1; minute < 15 * 24 * 60; minute++) minutes.set(NOON - minute * MINUTE_MS, 2);
  for (let minute = 0; minute <= 20; minute++) minutes.set(NOON - minute * MINUTE_MS, lately);
  return recordsWith({ inboundPerMinute: async () => minutes });
};

test.each([
  [2, "up", "triggers:inbound.lively"],
  [0, "degraded", "triggers:inbound.silent"],
])("where two people a minute usually write, %d is told", async (lately, verdict, code) => {
  const moment = quietMoment({ records: writtenDaily(lately) });
  expect(await ownInbound.look({}, lineWhere({}), moment)).toMatchObject({
    verdict,
    evidence: { code },
    detail: { inboundUsual: 30 },
  });
});

const places = (counted: Record<string, [sent: number, delivered: number]>) =>
  recordsWith({
    handedOver: async () => ({ sent: 460, delivered: 391 }),
    handedOverByCountry: async () =>
      new Map(
        Object.entries(counted).map(([country, [sent, delivered]]) => [
          country,
          { sent, delivered },
        ]),
      ),
  });

test("a loss in one country alone is that country's, and the evidence names it", async () => {
  const records = places({ FR: [400, 388], BR: [60, 3] });
  // What is usual is what was: here the country has always lost as much, so nothing is said of it.
  const always = await ownDeliveries.look({}, lineWhere({}), quietMoment({ records }));
  expect(always).toMatchObject({ verdict: "up", detail: { lost: { BR: { excess: 0 } } } });
  const usual = await records.handedOverByCountry(0, 0);
  const handedOverByCountry = async (from: number) =>
    from < NOON - 60 * MINUTE_MS ? new Map([["BR", { sent: 600, delivered: 580 }]]) : usual;
  const moment = quietMoment({ records: { ...records, handedOverByCountry } });
  const look = await ownDeliveries.look({}, lineWhere({}), moment);
  expect(look).toMatchObject({
    verdict: "degraded",
    evidence: { code: "crisis:deliveries.country", params: { country: "BR", sent: 60, usual: 97 } },
    detail: { country: "BR", sent: 60, delivered: 3 },
  });
  const { code, params } = look.evidence;
  expect(wordsFor("en")(code, params)).toContain("3 of 60 messages to Brazil arrived");
  expect(wordsFor("fr")(code, params)).toContain("(Brésil)");
});
