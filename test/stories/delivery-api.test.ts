import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { setChannelState } from "../../src/actions/channel/set-state.ts";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../src/lib/clock.ts";
import { hushChannel, slowChannel } from "../../src/store/channel-rates.ts";
import { transact } from "../../src/store/database.ts";
import { insertOrphans, type OrphanItem } from "../../src/store/inbox.ts";
import { addTallies, TallySheet } from "../../src/store/tallies.ts";
import { createTestFront } from "../front.ts";

/** Of a pause that is long, on a channel that no test message goes over. */
const moved = { moves: true, perSecond: null, tested: false };
const KEY = "a-shared-key-of-sixteen";
const texts = {
  fr: { heading: "Crue", body: "Quittez la rive nord, {city}." },
  en: { heading: "Flood", body: "Leave the north bank." },
};

async function createDesk() {
  const dataDir = await mkdtemp(join(tmpdir(), "tocsin-desk-"));
  const given = await createTestFront({ dataDir });
  return {
    ...given,
    async contact(name: string, kind: string, value: string) {
      const at = new Date(given.clock());
      const of = await given.db
        .insertInto("contact")
        .values({ name, language: "fr", created_at: at, updated_at: at })
        .returning("id as contact_id")
        .executeTakeFirstOrThrow();
      const proof = { wording: "yes", source: "form", at };
      await given.db
        .insertInto("address")
        .values({ ...of, kind, value })
        .execute();
      await given.db
        .insertInto("consent")
        .values({ ...of, kind, state: "given", ...proof })
        .execute();
    },
    async [Symbol.asyncDispose]() {
      await given[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

test("from a channel to a running broadcast, over the API alone", async () => {
  await using desk = await createDesk();
  const admin = await desk.signIn("Ines", "administrator");
  const leila = await desk.signIn("Leila", "communicator");
  const marc = await desk.signIn("Marc", "approver", "communicator");
  await desk.contact("Ana", "webhook", "pager-1");

  const kinds = await admin.ask("GET", "/api/transports");
  expect(kinds.body.transports.map((one: { kind: string }) => one.kind)).toContain(
    "signed-webhook",
  );
  const made = await admin.ask("POST", "/api/channels", {
    transport: "signed-webhook",
    name: "Pagers",
    settings: { url: "https://gateway.example.org", key: KEY },
  });
  expect(made).toMatchObject({ status: 201, body: { secretsSet: ["key"], state: "up" } });
  expect(JSON.stringify(made.body)).not.toContain(KEY);
  const renamed = await admin.ask("PUT", `/api/channels/${made.body.id}`, {
    name: "Beepers",
    settings: { key: "" },
  });
  expect(renamed).toMatchObject({ status: 200, body: { name: "Beepers", secretsSet: ["key"] } });
  expect(await leila.ask("POST", "/api/channels", {})).toMatchObject({ status: 400 });

  const plan = await leila.ask("POST", "/api/broadcasts/plan", { title: "Flood", texts });
  expect(plan).toMatchObject({
    status: 200,
    body: { recipients: 1, perChannel: [{ name: "Beepers", first: 1 }] },
  });
  expect(plan.body.warnings).toContainEqual({ code: "blanks", names: ["city"] });
  const planned = await leila.ask("POST", "/api/broadcasts", { title: "Flood", texts });
  expect(planned).toMatchObject({
    status: 201,
    body: { state: "planned", plannedBy: "Leila", recipients: 1 },
  });
  const path = `/api/broadcasts/${planned.body.id}`;

  expect((await leila.ask("GET", path)).body.may).toMatchObject({ approve: false, cancel: true });
  expect(await leila.ask("POST", `${path}/approval`)).toMatchObject({ status: 403 });
  expect((await marc.ask("GET", path)).body.may.approve).toBe(true);
  expect(await marc.ask("POST", `${path}/approval`)).toMatchObject({
    status: 200,
    body: { state: "running", approvedBy: "Marc" },
  });
  expect(await marc.ask("POST", `${path}/pause`)).toMatchObject({ body: { state: "paused" } });
  expect(await marc.ask("DELETE", `${path}/pause`)).toMatchObject({ body: { state: "running" } });
  const detail = await marc.ask("GET", path);
  expect(detail.body.progress).toMatchObject({ recipients: 1, settled: 0, waiting: 1, reached: 0 });
  const people = await marc.ask("GET", `${path}/deliveries`);
  expect(people.body).toMatchObject({
    deliveries: [{ name: "Ana", fact: "queued", channel: "Beepers" }],
    next: null,
  });
  expect((await marc.ask("GET", `${path}/deliveries?show=reached`)).body.deliveries).toEqual([]);
  expect((await marc.ask("GET", `${path}/replies`)).body).toEqual({ replies: [] });
  for (let second = 5; second <= 190; second += 5) {
    const sheet = new TallySheet(planned.body.id);
    sheet.add(made.body.id, "attempted", 50);
    await transact(desk.db, async (tx) => await addTallies(tx, [sheet], desk.clock()));
    desk.clock.pass(5 * SECOND_MS);
    if (![5, 15, 20, 65, 125, 190].includes(second)) continue;
    const { perSecond, etaSeconds } = (await marc.ask("GET", path)).body.progress;
    // The first seconds say nothing of the rest; afterwards no new minute makes it jump.
    expect([second, perSecond, etaSeconds]).toEqual([second, 10, second < 20 ? null : 1]);
  }
  expect(await marc.ask("POST", `${path}/cancellation`, { reason: "" })).toMatchObject({
    status: 400,
  });
  expect(await marc.ask("POST", `${path}/cancellation`, { reason: "false alarm" })).toMatchObject({
    body: { state: "cancelled" },
  });
  expect(await marc.ask("POST", `${path}/cancellation`, { reason: "again" })).toMatchObject({
    status: 409,
  });
  expect((await leila.ask("GET", "/api/broadcasts")).body).toMatchObject({
    broadcasts: [{ state: "cancelled" }],
    may: { create: true },
  });
});

test("a channel's state is said by those who may, and a test goes to a real address only", async () => {
  await using desk = await createDesk();
  const admin = await desk.signIn("Ines", "administrator");
  const viewer = await desk.signIn("Paul", "viewer");
  const settings = { url: "http://127.0.0.1:9", key: KEY };
  const made = await admin.ask("POST", "/api/channels", {
    transport: "signed-webhook",
    name: "Drill",
    settings,
    drill: true,
  });
  const path = `/api/channels/${made.body.id}`;
  const down = { state: "down", reason: "maintenance" };
  expect(await viewer.ask("POST", `${path}/state`, down)).toMatchObject({ status: 403 });
  expect(await admin.ask("POST", `${path}/state`, down)).toMatchObject({
    status: 200,
    body: { state: "down", stateSource: "operator" },
  });
  expect(await admin.ask("POST", `${path}/state`, down)).toMatchObject({ status: 409 });
  expect(await admin.ask("POST", `${path}/test`, { address: " " })).toMatchObject({ status: 400 });
  const tested = await admin.ask("POST", `${path}/test`, { address: "pager-1" });
  expect(tested).toMatchObject({ status: 200, body: { outcome: { kind: "unreachable" } } });
});

test("what was set aside: counts for everybody, words and verbs for administrators", async () => {
  await using desk = await createDesk();
  const admin = await desk.signIn("Ines", "administrator");
  const viewer = await desk.signIn("Paul", "viewer");
  const made = await admin.ask("POST", "/api/channels", {
    transport: "signed-webhook",
    name: "Pagers",
    settings: { url: "https://gateway.example.org", key: KEY },
  });
  const channelId: number = made.body.id;
  await desk.db
    .insertInto("unread_reply")
    .values({
      inbox_id: 1,
      channel_id: channelId,
      received_at: new Date(desk.clock()),
      sender: "pager-1",
      body: "au secours\u0007",
      provider_id: null,
      reference: null,
      set_aside: "a rule of the tables",
    })
    .execute();
  const seen = await viewer.ask("GET", "/api/set-aside");
  expect(seen.body).toMatchObject({
    groups: [{ channelName: "Pagers", kind: "reply", count: 1, why: "a rule of the tables" }],
    items: [],
    may: { change: false },
  });
  const { items, may } = (await admin.ask("GET", "/api/set-aside")).body;
  expect(items).toMatchObject([{ sender: "pager-1", excerpt: "au secours\u0007" }]);
  expect(may).toEqual({ change: true });
  const choice = { kind: "reply", channelId, id: items[0].id };
  expect(await viewer.ask("POST", "/api/set-aside/drop", choice)).toMatchObject({ status: 403 });
  const other = { ...choice, channelId: channelId + 1 };
  expect(await admin.ask("POST", "/api/set-aside/retry", other)).toMatchObject({ status: 404 });
  expect(await admin.ask("POST", "/api/set-aside/drop", choice)).toMatchObject({
    status: 200,
    body: { count: 1 },
  });
  expect(await admin.ask("POST", "/api/set-aside/drop", choice)).toMatchObject({ status: 409 });
});

test("whoever looks at the channels sees which ones pause, until when, and what cannot be matched", async () => {
  await using desk = await createDesk();
  const admin = await desk.signIn("Ines", "administrator");
  const channel = async (name: string, perSecond: number): Promise<number> => {
    const settings = { url: "https://gateway.example.org", key: KEY };
    const given = { transport: "signed-webhook", name, settings, perSecond };
    return (await admin.ask("POST", "/api/channels", given)).body.id;
  };
  const [quiet, fallen, slow, well] = [
    await channel("Quiet", 10),
    await channel("Fallen", 10),
    await channel("Slow", 10),
    await channel("Well", 10),
  ];
  const now = desk.clock();
  const at = (ms: number): string => new Date(now + ms).toISOString();
  await transact(desk.db, async (tx) => {
    await hushChannel(tx, quiet, { now, until: now + HOUR_MS });
    await hushChannel(tx, well, { now, until: now + SECOND_MS });
    await slowChannel(tx, slow, { perSecond: 10, now });
    await slowChannel(tx, slow, { perSecond: 10, now: now + SECOND_MS });
  });
  const fell = { id: fallen, state: "down", reason: "delivery:channel.silent" } as const;
  const news = { ...fell, source: "receipts" } as const;
  const down = await setChannelState(desk.house, machine("deliver"), news);
  const fellMs = down.state_at.getTime() - now;

  desk.clock.pass(SECOND_MS);
  const { body } = await admin.ask("GET", "/api/channels");
  expect(body.pauses).toEqual([
    { channelId: quiet, kind: "silence", since: at(0), until: at(HOUR_MS), ...moved },
    {
      channelId: fallen,
      kind: "rest",
      since: at(fellMs),
      until: at(fellMs + 5 * MINUTE_MS),
      ...moved,
    },
    {
      channelId: slow,
      kind: "slow",
      since: at(SECOND_MS),
      until: null,
      ...moved,
      moves: false,
      perSecond: expect.closeTo(7.3, 1),
    },
  ]);
  const [first] = body.channels;
  expect(first.callbackUrl).toBe(`https://status.example.org/hooks/${quiet}`);

  const about = { reference: "9.1.0.0", providerId: null, at: null };
  const receipt: OrphanItem = {
    channelId: slow,
    receivedAt: now - 2 * MINUTE_MS,
    heard: { kind: "receipt", fact: "sent", ...about },
  };
  // The one that came a moment ago may only have been faster than we are.
  const young = { ...receipt, receivedAt: now };
  await transact(desk.db, async (tx) => await insertOrphans(tx, [receipt, receipt, young], now));
  const eye = await desk.signIn("Eve", "viewer");
  expect((await eye.ask("GET", "/api/set-aside")).body.unmatched).toEqual([
    {
      channelId: slow,
      channelName: "Slow",
      count: 2,
      isMore: false,
      since: at(-2 * MINUTE_MS),
      latest: at(-2 * MINUTE_MS),
    },
  ]);
});

test("a setting that does not fit is named with what is wrong, and one that is emptied says nothing", async () => {
  await using desk = await createDesk();
  const admin = await desk.signIn("Ines", "administrator");
  const add = async (transport: string, settings: object) =>
    await admin.ask("POST", "/api/channels", { transport, name: "New", settings });
  const issuesOf = async (transport: string, settings: object) =>
    (await add(transport, settings)).body.error.detail.issues;

  expect(await issuesOf("signed-webhook", { url: "gateway", key: "short" })).toMatchObject([
    { field: "url", is: "address" },
    { field: "key", is: "short", least: 16 },
  ]);
  const smpp = { host: "", port: 70_000, systemId: "x".repeat(16), sender: "?", password: "p" };
  expect(await issuesOf("smpp", smpp)).toMatchObject([
    { field: "host", is: "missing" },
    { field: "port", is: "large", most: 65_535 },
    { field: "systemId", is: "long", most: 15 },
    { field: "sender", is: "format" },
  ]);
  const made = await add("ntfy", { base: "", token: "" });
  expect(made).toMatchObject({ status: 201, body: { settings: { base: "https://ntfy.sh" } } });
});
