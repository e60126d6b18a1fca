import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestFront } from "../../../test/front.ts";
import { silentLog } from "../../../test/kits/crisis.ts";
import { lineWhere } from "../../../test/kits/sensor-kit.ts";
import { machine } from "../../actions/action.ts";
import { createPlatform } from "../../actions/platform/create.ts";
import { createSource } from "../../actions/source/create.ts";
import { assessOnce } from "../../loops/assess.ts";
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

test("a heartbeat may be about one capability", async () => {
  await push(sourceId, token, { verdict: "down", capability: "media" });
  const [signal] = await front.db
    .deleteFrom("signal")
    .where("source_id", "=", sourceId)
    .returning("detail")
    .execute();
  expect(signal?.detail).toEqual({ pushed: true, capability: "media" });
  expect((await push(sourceId, token, { verdict: "up", capability: "" })).statusCode).toBe(400);
});

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

const counted = async () =>
  await front.db
    .selectFrom("signal")
    .select(["at", "count", "kind"])
    .where("source_id", "=", sourceId)
    .where("count", "is not", null)
    .orderBy("at")
    .execute();
const minute = (ago: number) =>
  new Date(Math.floor(front.clock() / 60_000) * 60_000 - ago * 60_000).toISOString();

test("a count stands at its minute, in whatever order the minutes come", async () => {
  expect((await push(sourceId, token, { count: 7 })).statusCode).toBe(202);
  expect((await push(sourceId, token, { count: 0, at: minute(2) })).statusCode).toBe(202);
  expect(await counted()).toMatchObject([
    { at: new Date(minute(2)), count: 0, kind: "reports" },
    { at: new Date(minute(1)), count: 7, kind: "reports" },
  ]);
});

test("the same count again is the same; another one is a mistake", async () => {
  const at = minute(1).replace(":00.000Z", ":42+00:00");
  expect((await push(sourceId, token, { count: 7, at })).statusCode).toBe(202);
  expect((await push(sourceId, token, { count: 8, at })).statusCode).toBe(409);
  expect(await counted()).toHaveLength(2);
});

test.each([
  ["a minute that is not over", () => ({ count: 1, at: minute(0) })],
  ["a minute of tomorrow", () => ({ count: 1, at: minute(-1_440) })],
  ["a minute that was judged", () => ({ count: 1, at: minute(5) })],
  ["a negative number", () => ({ count: -1 })],
  ["half a complaint", () => ({ count: 0.5 })],
  ["more than there are people", () => ({ count: 1e12 })],
  ["a time without its offset", () => ({ count: 1, at: "2026-03-05T07:00:00" })],
  ["a count and a verdict", () => ({ count: 1, verdict: "up" })],
])("%s is refused, and nothing is counted", async (_name, body) => {
  expect((await push(sourceId, token, body())).statusCode).toBe(400);
  expect(await counted()).toHaveLength(2);
});

test("whoever counts is heard, too", async () => {
  front.clock.pass(3_600_000);
  await push(sourceId, token, { count: 3 });
  expect(await look()).toBe("healthy");
});

test("what a system counts is heard by the detector, although it comes after its minute", async () => {
  const { house, clock, db } = front;
  const platform = { id: "desk", name: "Desk", failureDomain: "desk", capabilities: [] };
  await createPlatform(house, installer, platform);
  const desk = await createSource(house, installer, {
    platformId: "desk",
    name: "Tickets",
    sensor: "heartbeat",
    settings: { token, counts: true },
  });
  clock.set(Math.ceil(clock() / 60_000) * 60_000);
  clock.pass(60_000);
  for (let count = 1; count <= 8; count++) {
    // The minute ends, the assessment runs, and only then the desk has added up.
    await watchOnce({ house, wire: lineWhere({}), log: silentLog });
    await assessOnce({ house, log: silentLog });
    clock.pass(1_000);
    expect((await push(desk.id, token, { count })).statusCode).toBe(202);
    clock.pass(59_000);
  }
  const points = await db
    .selectFrom("stream_point")
    .select("count")
    .where("stream_id", "=", "desk:reports")
    .where("count", "is not", null)
    .orderBy("at")
    .execute();
  expect(points.map(({ count }) => count).slice(0, 4)).toEqual([1, 2, 3, 4]);
});
