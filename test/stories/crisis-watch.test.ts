import type { KyselyPlugin } from "kysely";
import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { REPORTS_KEPT_MS } from "../../src/actions/assessment/forget.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { fileReport } from "../../src/actions/report/file.ts";
import { createSource } from "../../src/actions/source/create.ts";
import { KEEPS } from "../../src/domain/keeps.ts";
import type { Bell } from "../../src/lib/bell.ts";
import { DAY_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import type { Wire } from "../../src/lib/wire.ts";
import { assessOnce } from "../../src/loops/assess.ts";
import { runDeliver } from "../../src/loops/deliver.ts";
import { runHear } from "../../src/loops/hear.ts";
import { reconcileOnce } from "../../src/loops/reconcile.ts";
import { speakOnce } from "../../src/loops/speak.ts";
import { runTell } from "../../src/loops/tell.ts";
import { createWatcher, watchOnce } from "../../src/loops/watch.ts";
import { latestAssessment } from "../../src/store/assessments.ts";
import { verifyChain } from "../../src/store/events.ts";
import { openIncidentOf } from "../../src/store/incidents.ts";
import { listSources } from "../../src/store/sources.ts";
import { createTestHouse } from "../house.ts";
import { silentLog } from "../kits/crisis.ts";
import { lineWhere } from "../kits/sensor-kit.ts";

const installer = machine("test");
const whatsapp = { id: "whatsapp", name: "WhatsApp", failureDomain: "meta", capabilities: [] };
const anchors = "anchor.example.org:443";

async function createLookout() {
  const table = await createTestHouse();
  const { house, clock, db } = table;
  await createPlatform(house, installer, whatsapp);
  const add = async (name: string, sensor: string, settings: Record<string, unknown>) =>
    await createSource(house, installer, { sensor, platformId: "whatsapp", name, settings });
  return {
    ...table,
    add,
    async look(wire: Wire, minutes = 1) {
      for (let minute = 0; minute < minutes; minute++) {
        clock.pass(MINUTE_MS);
        await watchOnce({ house, wire, log: silentLog });
        await assessOnce({ house, log: silentLog });
      }
    },
    health: async () =>
      Object.fromEntries((await listSources(db)).map(({ name, health }) => [name, health])),
  };
}

test("a source that fails disturbs no other, and says in words what is wrong", async () => {
  await using lookout = await createLookout();
  await lookout.add("reports", "user-reports", {});
  await lookout.add("official", "statuspage", { url: "https://status.example.org" });
  const wire: Wire = {
    ...lineWhere({}),
    request: async () => {
      throw new Error("a bug in the line");
    },
  };
  await lookout.look(wire);
  expect(await lookout.health()).toEqual({ reports: "healthy", official: "unhealthy" });
  const sick = (await listSources(lookout.db)).find(({ name }) => name === "official");
  expect(sick?.health_note).toEqual({ code: "crisis:look.broken", params: {} });
});

test("a platform that hangs holds up no other", async () => {
  await using lookout = await createLookout();
  await lookout.add("slow", "statuspage", { url: "https://status.example.org" });
  const hang = Promise.withResolvers<never>();
  const wire: Wire = { ...lineWhere({}), request: async () => await hang.promise };
  const watch = createWatcher();
  const context = { house: lookout.house, wire, log: silentLog };
  lookout.clock.pass(MINUTE_MS);
  await watch(context);
  await lookout.add("reports", "user-reports", {});
  lookout.clock.pass(MINUTE_MS);
  await watch(context);
  await expect.poll(async () => (await lookout.health())["reports"]).toBe("healthy");
  expect((await lookout.health())["slow"]).toBe("unknown");
  hang.reject(new Error("the line gave up"));
  await expect.poll(async () => (await lookout.health())["slow"]).toBe("unhealthy");
});

test("two nodes share the sources that are due, and no moment is noted twice", async () => {
  await using lookout = await createLookout();
  const endpoints = "e1.example.net:443";
  for (const name of ["a", "b", "c"]) await lookout.add(name, "tcp-probe", { endpoints, anchors });
  const work = { house: lookout.house, wire: lineWhere({}), log: silentLog };
  const looked = await Promise.all([watchOnce(work), watchOnce(work)]);
  expect(looked.reduce((sum, { looked: n }) => sum + n, 0)).toBe(3);
  expect(await watchOnce(work)).toEqual({ looked: 0 });
  const signals = await lookout.db.selectFrom("signal").select("id").execute();
  expect(signals).toHaveLength(3);
});

test("our own dead line makes the opinion unclear, and opens nothing", async () => {
  await using lookout = await createLookout();
  await lookout.add("near", "tcp-probe", { endpoints: "e1.example.net:443", anchors });
  await lookout.add("far", "tcp-probe", { endpoints: "e2.example.net:443", anchors });
  await lookout.look(lineWhere({}), 10);
  expect(await openIncidentOf(lookout.db, "whatsapp")).toBeUndefined();
  expect(await latestAssessment(lookout.db, "whatsapp")).toMatchObject({ level: "unclear" });
});

test("probes that see it down from two places open an incident without any report", async () => {
  await using lookout = await createLookout();
  await lookout.add("near", "tcp-probe", { endpoints: "e1.example.net:443", anchors });
  await lookout.add("far", "tcp-probe", { endpoints: "e2.example.net:443", anchors });
  const fine = { "e1.example.net": "answers", "e2.example.net": "answers" } as const;
  await lookout.look(lineWhere({ ...fine, "anchor.example.org": "answers" }), 5);
  expect(await openIncidentOf(lookout.db, "whatsapp")).toBeUndefined();
  await lookout.look(lineWhere({ "anchor.example.org": "answers" }), 5);
  const assessment = await latestAssessment(lookout.db, "whatsapp");
  expect(assessment).toMatchObject({ crowd_only: false });
  expect(assessment?.addends[0]).toMatchObject({ kind: "probe", code: "detection:probe_down" });
  expect(await openIncidentOf(lookout.db, "whatsapp")).toMatchObject({ origin: "assessment" });
});

test("what has served its time is forgotten, and every event is sealed", async () => {
  await using lookout = await createLookout();
  const { house, clock, db } = lookout;
  await lookout.add("reports", "user-reports", {});
  const report = { platformId: "whatsapp", symptom: "send", agent: "phone" };
  await fileReport(house, { ...report, ip: "198.51.100.7" });
  await lookout.look(lineWhere({}), 2);
  await reconcileOnce({ house });
  expect(await db.selectFrom("report").select("id").execute()).toHaveLength(1);
  const events = await db.selectFrom("event").select("id").execute();
  expect(await verifyChain(db)).toMatchObject({ sealed: events.length, brokenAt: null });

  clock.pass(REPORTS_KEPT_MS + MINUTE_MS);
  await reconcileOnce({ house });
  expect(await db.selectFrom("report").select("id").execute()).toEqual([]);
  expect(await db.selectFrom("signal").select("id").execute()).not.toEqual([]);
  clock.pass(KEEPS.signals.usual * DAY_MS);
  await reconcileOnce({ house });
  expect(await db.selectFrom("signal").select("id").execute()).toEqual([]);
  expect(await db.selectFrom("assessment").select("id").execute()).not.toEqual([]);
});

const LOOKS = 50;
/** What is tidied once in five seconds, however slowly the looks go. */
const TIDYING_MAX = 60;

/** All is quiet for so many looks, and then it is over. */
function quietFor(looks: number) {
  const stop = new AbortController();
  let left = looks;
  const bell: Bell = {
    ring: () => expect.unreachable("Nothing has happened."),
    isQuiet: () => true,
    async rest() {
      if (--left === 0) stop.abort();
    },
  };
  return { bell, signal: stop.signal };
}

test("where nothing happens, a look costs a read or two, and no transaction", async () => {
  await using lookout = await createLookout();
  let statements = 0;
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements++;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const house = { ...lookout.house, db: lookout.db.withPlugin(counting) };
  const wire = lineWhere({});
  const context = { house, wireFor: () => wire, publicUrl: "", callbackBase: "", log: silentLog };
  const of = async (work: () => Promise<unknown>) => {
    const before = statements;
    await work();
    return statements - before;
  };
  const quietly = (run: (bell: Bell, signal: AbortSignal) => Promise<void>) => async () => {
    const { bell, signal } = quietFor(LOOKS);
    await run(bell, signal);
  };
  expect(await of(async () => await watchOnce({ house, wire, log: silentLog }))).toBe(1);
  expect(await of(async () => await speakOnce(context))).toBe(1);
  const tell = quietly(async (bell, signal) => await runTell({ ...context, bell }, signal));
  expect(await of(tell)).toBe(LOOKS);
  const hear = quietly(
    async (bell, signal) => await runHear({ ...context, spool: null, bell }, signal),
  );
  expect(await of(hear)).toBeLessThan(LOOKS + TIDYING_MAX);
  const deliver = quietly(async (bell, signal) => await runDeliver({ ...context, bell }, signal));
  expect(await of(deliver)).toBeLessThan(2 * LOOKS + TIDYING_MAX);
});
