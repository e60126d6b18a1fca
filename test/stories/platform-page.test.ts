import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { createSource } from "../../src/actions/source/create.ts";
import { feedCounts, openStream } from "../../src/actions/source/feed.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { assessOnce } from "../../src/loops/assess.ts";
import { watchOnce } from "../../src/loops/watch.ts";
import { createTestFront } from "../front.ts";
import { silentLog } from "../kits/crisis.ts";
import { lineWhere } from "../kits/sensor-kit.ts";

const CALM_DAYS = 2;
const OUTAGE_MINUTES = 90;
const PER_MINUTE = 9;
const whatsapp = {
  id: "whatsapp",
  name: "WhatsApp",
  failureDomain: "meta",
  capabilities: ["send"],
};

type Front = Awaited<ReturnType<typeof createTestFront>>;

/** Two calm days, and then an outage that lasts; what the page of the platform shows. */
async function createOutage() {
  const front = await createTestFront();
  const { house, clock } = front;
  await createPlatform(house, machine("test"), whatsapp);
  const source = await createSource(house, machine("test"), {
    sensor: "user-reports",
    platformId: "whatsapp",
    name: "Our own page",
    settings: {},
  });
  const from = clock() - CALM_DAYS * DAY_MS;
  const began = clock();
  await openStream(house, { platformId: "whatsapp", bucketMs: MINUTE_MS, at: from });
  const minutes = (began - from) / MINUTE_MS + OUTAGE_MINUTES;
  const counts = Array.from({ length: minutes }, (_, minute) => {
    const at = from + minute * MINUTE_MS;
    return { at, count: at >= began ? PER_MINUTE : Number(minute % 30 === 0) };
  });
  clock.pass(OUTAGE_MINUTES * MINUTE_MS);
  await feedCounts(house, { sourceId: source.id, counts, until: clock() });
  await assessOnce({ house, log: silentLog });
  return { front, began, source };
}

test("the chart has steps that fit its range, and the incidents of that time", async () => {
  const { front, began } = await createOutage();
  await using _ = front;
  const eye = await front.signIn("Eye", "viewer");
  const ask = async (hours: number, more = "") => {
    const to = front.clock();
    const span = { from: new Date(to - hours * HOUR_MS), to: new Date(to) };
    const query = `from=${span.from.toISOString()}&to=${span.to.toISOString()}${more}`;
    return await eye.ask("GET", `/api/platforms/whatsapp/series?${query}`);
  };
  const close = (await ask(1)).body;
  expect(close).toMatchObject({ stream: "whatsapp:reports", stepMs: MINUTE_MS });
  expect(close.points).toHaveLength(60);
  expect(close.points[5]).toMatchObject({ count: PER_MINUTE, state: "alert" });
  expect(close.incidents).toMatchObject([{ platformId: "whatsapp", closedAt: null }]);

  const wide = (await ask(24 * 7)).body;
  expect(wide.stepMs).toBe(15 * MINUTE_MS);
  const high = wide.points.find(
    ({ at }: { at: string }) => Date.parse(at) === began + 15 * MINUTE_MS,
  );
  expect(high).toMatchObject({ count: 15 * PER_MINUTE, state: "alert" });
  expect(wide.points.length).toBeLessThan(750);
  expect((await ask(24 * 90)).body.stepMs).toBe(3 * HOUR_MS);

  expect((await ask(1, "&stream=whatsapp:smoke")).status).toBe(404);
  expect((await ask(1, "&stream=messenger:reports")).status).toBe(404);
  expect((await eye.ask("GET", "/api/platforms/pigeons/series")).status).toBe(404);
  const backwards = "from=2026-03-05T07:00:00Z&to=2026-03-01T07:00:00Z";
  const none = await eye.ask("GET", `/api/platforms/whatsapp/series?${backwards}`);
  expect(none.body.points).toEqual([]);
});

test("each change of opinion says what moved it, and has an address of its own", async () => {
  const { front, began } = await createOutage();
  await using _ = front;
  const eye = await front.signIn("Eye", "viewer");
  const ask = async (query = "") =>
    (await eye.ask("GET", `/api/platforms/whatsapp/assessments${query}`)).body.assessments;
  const changes = await ask();
  const levels = changes.map(({ level }: { level: string }) => level);
  expect(levels).toContain("suspected");
  const rise = changes.find(({ level }: { level: string }) => level === "suspected");
  expect(rise.before.level).not.toBe("suspected");
  expect(rise.moved[0]).toMatchObject({ kind: "reports", now: { code: expect.any(String) } });
  expect(rise.moved[0].by).toBeGreaterThan(1);
  for (const language of ["fr", "en"]) expect(rise.moved[0].now.text[language]).toMatch(/\d/);
  expect(changes.at(-1).before).toBeNull();
  // While nobody had said anything, "healthy" was how things usually are, and no figure goes with it.
  expect(rise.confidence).toBeGreaterThan(0.5);
  expect(changes.at(-1)).toMatchObject({ level: "healthy", confidence: null });

  const older = await ask(`?before=${changes[0].id}&limit=1`);
  expect(older).toEqual([changes[1]]);
  expect(await ask(`?to=${new Date(began).toISOString()}`)).not.toContainEqual(rise);
});

test("whom the excess concerns is said once there is enough of it", async () => {
  const { front } = await createOutage();
  await using _ = front;
  const eye = await front.signIn("Eye", "viewer");
  const ask = async (by: string) => await eye.ask("GET", `/api/platforms/whatsapp/shares?by=${by}`);
  await complain(front, 12, { country: "FR", symptom: "send" });
  const few = (await ask("country")).body;
  expect(few).toMatchObject({ by: "country", known: false, neededExcess: 20 });
  await complain(front, 90, { country: "FR", symptom: "send" });
  await complain(front, 20, { country: "BE", symptom: "media" });
  const { known, shares, excess } = (await ask("country")).body;
  expect(known).toBe(true);
  expect(shares.map(({ key }: { key: string }) => key)).toEqual(["FR", "BE"]);
  expect(shares[0].share).toBeGreaterThan(0.7);
  expect(excess).toBeLessThan(122);
  expect((await ask("symptom")).body.shares[0]).toMatchObject({ key: "send" });
  expect((await ask("version")).body).toMatchObject({ known: false, shares: [] });
  expect((await ask("shoe-size")).status).toBe(400);
});

let people = 0;

async function complain(
  { db, clock }: Front,
  count: number,
  what: { country: string; symptom: string },
): Promise<void> {
  const rows = Array.from({ length: count }, () => ({
    platform_id: "whatsapp",
    ...what,
    app_version: null,
    device: null,
    reporter_hash: Buffer.alloc(32, ++people % 256),
    network_hash: Buffer.alloc(32, people % 256),
    at: new Date(clock() - 20 * MINUTE_MS),
  }));
  await db.insertInto("report").values(rows).execute();
}

test("a source says what it saw last and what to do, looks when asked, and pauses", async () => {
  const { front, source } = await createOutage();
  await using _ = front;
  const { house, clock } = front;
  const rae = await front.signIn("Rae", "responder");
  const eye = await front.signIn("Eye", "viewer");
  const probe = await createSource(house, machine("test"), {
    sensor: "statuspage",
    platformId: "whatsapp",
    name: "Official",
    settings: { url: "https://status.example.org" },
  });
  await watchOnce({ house, wire: lineWhere({}), log: silentLog });
  const page = async (who = rae) => (await who.ask("GET", "/api/platforms/whatsapp")).body;
  const seen = await page();
  expect(seen.streams).toEqual([{ id: "whatsapp:reports", kind: "reports" }]);
  const [own, official] = ["Our own page", "Official"].map((name) =>
    seen.sources.find((each: { name: string }) => each.name === name),
  );
  expect(own).toMatchObject({ health: "healthy", advice: null, reading: { verdict: null } });
  expect(official).toMatchObject({ health: "unhealthy", reading: { verdict: "unknown" } });
  expect(official.advice.text.en).toMatch(/\w/);
  expect(Date.parse(official.nextLookAt)).toBeGreaterThan(clock());

  const path = `/api/sources/${probe.id}`;
  expect((await rae.ask("POST", `${path}/look`)).body).toMatchObject({ nextLookAt: null });
  clock.pass(1_000);
  expect(await watchOnce({ house, wire: lineWhere({}), log: silentLog })).toEqual({ looked: 1 });

  const paused = await rae.ask("POST", `${path}/pause`);
  expect(paused.body).toMatchObject({
    enabled: false,
    nextLookAt: null,
    may: { pause: false, resume: true, look: false, change: false },
  });
  expect((await rae.ask("POST", `${path}/look`)).body.error).toMatchObject({
    code: "conflict",
    detail: { sentence: "errors:source.paused" },
  });
  clock.pass(HOUR_MS);
  await watchOnce({ house, wire: lineWhere({}), log: silentLog });
  const [later] = (await page()).sources.filter(({ id }: { id: string }) => id === probe.id);
  expect(Date.parse(later.lookedAt)).toBeLessThan(clock() - 30 * MINUTE_MS);
  expect((await rae.ask("DELETE", `${path}/pause`)).body).toMatchObject({ enabled: true });
  for (const [method, verb] of [
    ["POST", "pause"],
    ["DELETE", "pause"],
    ["POST", "look"],
  ] as const) {
    expect((await eye.ask(method, `/api/sources/${source.id}/${verb}`)).status).toBe(403);
  }
  const gone = "/api/sources/00000000-0000-7000-8000-000000000000/look";
  expect((await rae.ask("POST", gone)).status).toBe(404);
  const told = await front.db.selectFrom("event").select("name").execute();
  expect(told.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["source.look", "source.pause", "source.resume"]),
  );
});

test("what a list lets somebody create is in its answer", async () => {
  await using front = await createTestFront();
  const ada = await front.signIn("Ada", "administrator");
  const eye = await front.signIn("Eye", "viewer");
  const lists = {
    platforms: "create",
    sources: "create",
    incidents: "open",
    contacts: "import",
    segments: "create",
    accounts: "create",
  };
  for (const [list, verb] of Object.entries(lists)) {
    expect((await ada.ask("GET", `/api/${list}`)).body.may).toEqual({ [verb]: true });
    expect((await eye.ask("GET", `/api/${list}`)).body.may).toEqual({ [verb]: false });
  }
});
