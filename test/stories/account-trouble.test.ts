import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { fileReport } from "../../src/actions/report/file.ts";
import { createSource } from "../../src/actions/source/create.ts";
import { feedCounts, openStream } from "../../src/actions/source/feed.ts";
import { MINUTE_MS } from "../../src/lib/clock.ts";
import { assessOnce } from "../../src/loops/assess.ts";
import { watchOnce } from "../../src/loops/watch.ts";
import { findChannel } from "../../src/store/channels.ts";
import { openIncidentOf } from "../../src/store/incidents.ts";
import { createCallbackDesk } from "../kits/callback-desk.ts";
import { lineWhere } from "../kits/sensor-kit.ts";
import { SECOND } from "./delivery-world.ts";

const WHATSAPP = { id: "whatsapp", name: "WhatsApp", failureDomain: "meta", capabilities: [] };
const CALM_MINUTES = 6 * 60;
const silentLog = { info() {}, warn() {}, error() {} };

/** Doors for Meta to knock on, a calm public, and a source that asks how our account is. */
async function createOffice() {
  const desk = await createCallbackDesk();
  const { house, db, clock, channels, context } = desk;
  const installer = machine("test");
  await createPlatform(house, installer, WHATSAPP);
  await db
    .updateTable("channel")
    .set({ platform_id: "whatsapp" })
    .where("id", "=", channels.whatsapp)
    .execute();
  const at = { platformId: "whatsapp", name: "Us" };
  const reports = await createSource(house, installer, {
    ...at,
    sensor: "user-reports",
    settings: {},
  });
  const settings = { channel: String(channels.whatsapp) };
  await createSource(house, installer, { ...at, sensor: "account-health", settings });
  const from = clock() - CALM_MINUTES * MINUTE_MS;
  await openStream(house, { platformId: "whatsapp", bucketMs: MINUTE_MS, at: from });
  const counts = Array.from({ length: CALM_MINUTES }, (_, minute) => ({
    at: from + minute * MINUTE_MS,
    count: minute % 30 === 0 ? 1 : 0,
  }));
  await feedCounts(house, { sourceId: reports.id, counts, until: clock() });
  await assessOnce({ house, log: silentLog });
  const { wireFor, publicUrl, callbackBase } = context;
  const perch = { wireFor, publicUrl, callbackBase };
  let people = 0;
  return {
    ...desk,
    async pass(minutes: number, reportsPerMinute = 0) {
      for (let minute = 0; minute < minutes; minute++) {
        for (let n = 0; n < reportsPerMinute; n++) {
          people += 1;
          const ip = `10.${people >> 8}.${people & 255}.7`;
          const report = { platformId: "whatsapp", symptom: "send", ip, agent: "phone" };
          await fileReport(house, report);
        }
        clock.pass(MINUTE_MS);
        await watchOnce({ house, wire: lineWhere({}), log: silentLog, perch });
        await assessOnce({ house, log: silentLog });
        await desk.settle();
      }
    },
    /** Meta tells something of our account, signed, as of so long ago. */
    async metaSays(field: string, value: object, agoMs = 0) {
      const time = Math.floor((clock() - agoMs) / SECOND);
      const entry = [{ id: "1", time, changes: [{ field, value }] }];
      const body = JSON.stringify({ object: "whatsapp_business_account", entry });
      expect((await desk.knock("whatsapp", body)).statusCode).toBe(200);
      await desk.settle();
    },
    channel: async () => await findChannel(db, channels.whatsapp),
    opinion: async () =>
      (await db
        .selectFrom("assessment")
        .selectAll()
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst()) ?? null,
    incident: async () => await openIncidentOf(db, "whatsapp"),
  };
}

const restricted = {
  event: "ACCOUNT_RESTRICTION",
  restriction_info: [{ restriction_type: "RESTRICTED_BIZ_INITIATED_MESSAGING" }],
};

test("our account is blocked and the public is calm: only our account, the channel stops, no incident", async () => {
  await using office = await createOffice();
  await office.pass(2);
  await office.simulators.whatsapp.setConduct({ account: "blocked" });
  await office.metaSays("account_update", restricted);
  expect(await office.channel()).toMatchObject({
    state: "down",
    state_source: "account",
    state_reason: "account:meta.restricted",
  });
  await office.pass(2);
  const opinion = await office.opinion();
  expect(opinion).toMatchObject({ level: "healthy", class: "blocked_account" });
  expect(opinion?.addends).toContainEqual(
    expect.objectContaining({
      code: "detection:account_blocked",
      weight: 0,
      params: { channel: "whatsapp-cloud" },
    }),
  );
  await office.pass(8);
  expect(await office.incident()).toBeUndefined();
});

test("the account is blocked while WhatsApp fails for everybody: both are said, and the outage has its name", async () => {
  await using office = await createOffice();
  await office.pass(2);
  await office.simulators.whatsapp.setConduct({ account: "blocked" });
  await office.metaSays("account_update", restricted);
  for (let minute = 0; minute < 60 && !(await office.incident()); minute++) await office.pass(1, 8);
  expect(await office.incident()).toMatchObject({ state: "suspected" });
  const opinion = await office.opinion();
  expect(opinion?.class).not.toBe("blocked_account");
  expect(opinion?.crowd_only).toBe(true);
  const codes = opinion?.addends.map(({ code }) => code);
  expect(codes).toContain("detection:account_blocked");
  expect(codes?.some((code) => code.startsWith("detection:reports_"))).toBe(true);
});

test("our own messages that a blocked account loses are no sign of an outage", async () => {
  await using office = await createOffice();
  const { db, clock, channels } = office;
  await createSource(office.house, machine("test"), {
    sensor: "own-deliveries",
    platformId: "whatsapp",
    name: "Ours",
    settings: {},
  });
  await office.pass(2);
  await office.simulators.whatsapp.setConduct({ account: "blocked" });
  const banned = { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "DISABLE" } };
  await office.metaSays("account_update", banned);
  const minute = new Date(clock() - (clock() % MINUTE_MS) - 4 * MINUTE_MS);
  const row = { broadcast_id: 1, channel_id: channels.whatsapp, minute, shard: 0 };
  const proof = { ...row, minute: new Date(clock() - 24 * 60 * MINUTE_MS) };
  await db
    .insertInto("tally")
    .values([
      { ...row, what: "accepted", n: 400 },
      { ...proof, what: "accepted", n: 400 },
      { ...proof, what: "delivered", n: 390 },
    ])
    .execute();
  await office.pass(5);
  const lost = await db
    .selectFrom("signal")
    .select("verdict")
    .where("kind", "=", "deliveries")
    .execute();
  expect(lost.map(({ verdict }) => verdict)).toContain("down");
  expect(await office.incident()).toBeUndefined();
  expect(await office.opinion()).toMatchObject({ class: "blocked_account" });
});

test("asked, Meta says blocked, then well again: the channel stops, and is tried out again", async () => {
  await using office = await createOffice();
  await office.simulators.whatsapp.setConduct({ account: "blocked" });
  await office.pass(1);
  expect(await office.channel()).toMatchObject({
    state: "down",
    state_source: "account",
    state_reason: "account:blocked",
  });
  const source = await office.db
    .selectFrom("source")
    .selectAll()
    .where("sensor", "=", "account-health")
    .executeTakeFirst();
  expect(source).toMatchObject({
    health: "healthy",
    health_note: { code: "account:health.blocked_advice", params: { part: "WABA" } },
  });
  // What it says is no reading of the platform.
  const readings = office.db.selectFrom("signal").selectAll().where("verdict", "is not", null);
  expect(await readings.execute()).toEqual([]);
  await office.simulators.whatsapp.setConduct({ account: "fine" });
  await office.pass(7);
  expect(await office.channel()).toMatchObject({ state: "probing", state_reason: "account:back" });
  expect(await office.opinion()).toMatchObject({ class: "unknown_yet" });
});

test("limits and red quality are said and stop nothing; a template of ours that is gone does", async () => {
  await using office = await createOffice();
  await office.pass(1);
  const flagged = { event: "FLAGGED", current_limit: "TIER_1K" };
  await office.metaSays("phone_number_quality_update", flagged);
  await office.pass(2);
  expect(await office.channel()).toMatchObject({ state: "up" });
  const opinion = await office.db.selectFrom("opinion").select("assessment").executeTakeFirst();
  const codes = opinion?.assessment.addends.map(({ code }) => code);
  expect(codes).toContain("account_limited");
  const template = { message_template_name: "crisis_notice", message_template_language: "fr" };
  await office.metaSays("message_template_status_update", { ...template, event: "PAUSED" });
  expect(await office.channel()).toMatchObject({
    state: "down",
    state_reason: "account:blocked",
  });
  // A healthy account gives no paused template back; its approval does.
  await office.pass(7);
  expect(await office.channel()).toMatchObject({ state: "down" });
  await office.metaSays("message_template_status_update", { ...template, event: "REINSTATED" });
  expect(await office.channel()).toMatchObject({ state: "probing" });
});

test("Meta repeats old callbacks for days: an old word never undoes a newer one, nor one from the future", async () => {
  await using office = await createOffice();
  const reinstated = { event: "DISABLED_UPDATE", ban_info: { waba_ban_state: "REINSTATE" } };
  await office.metaSays("account_update", reinstated);
  await office.metaSays("account_update", restricted, 3 * 24 * 60 * MINUTE_MS);
  expect(await office.channel()).toMatchObject({ state: "up" });
  // A clock that runs ahead must not make us deaf for what comes next.
  await office.metaSays("account_update", restricted, -365 * 24 * 60 * MINUTE_MS);
  expect(await office.channel()).toMatchObject({ state: "down" });
  office.clock.pass(SECOND);
  await office.metaSays("account_update", reinstated);
  expect(await office.channel()).toMatchObject({ state: "probing" });
});

test("a callback that Meta did not sign blocks nobody's account", async () => {
  await using office = await createOffice();
  const entry = [{ id: "1", changes: [{ field: "account_update", value: restricted }] }];
  const forged = await office.knock("whatsapp", JSON.stringify({ entry }), {
    signature: "sha256=00",
  });
  expect(forged.statusCode).toBe(401);
  await office.settle();
  expect(await office.channel()).toMatchObject({ state: "up" });
});

test("a revoked token is unknown and unhealthy, and says what to do", async () => {
  await using office = await createOffice();
  await office.simulators.whatsapp.setConduct({ state: "erring", errorCode: 190 });
  await office.pass(1);
  const source = await office.db
    .selectFrom("source")
    .selectAll()
    .where("sensor", "=", "account-health")
    .executeTakeFirst();
  expect(source).toMatchObject({
    health: "unhealthy",
    health_note: { code: "account:unread.token", params: { why: "190" } },
  });
  expect(await office.channel()).toMatchObject({ state: "up" });
  expect(await office.incident()).toBeUndefined();
});
