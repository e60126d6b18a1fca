import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hookRoutes } from "../../src/http/hooks/routes.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/lib/clock.ts";
import { stampedSignature } from "../../src/lib/signatures.ts";
import { createWire } from "../../src/lib/wire.ts";
import { copyOfflineOnce } from "../../src/loops/offline-copy.ts";
import { pullOnce } from "../../src/loops/pull.ts";
import { listContacts } from "../../src/store/contacts.ts";
import { createTestFront } from "../front.ts";
import { FarEnd } from "../kits/far-end.ts";

const log = { info: () => {}, warn: () => {}, error: () => {} };
const proof = { wording: "I agree to be warned", source: "member form" };

async function createDesk() {
  const dataDir = await mkdtemp(join(tmpdir(), "tocsin-desk-"));
  const given = await createTestFront({ outside: [hookRoutes], dataDir });
  const admin = await given.signIn("Ada", "administrator");
  return {
    ...given,
    dataDir,
    admin,
    names: async () =>
      (await listContacts(given.db, {}, { afterId: 0, limit: 500 })).map(
        ({ contact }) => contact.name,
      ),
    async [Symbol.asyncDispose]() {
      await given[Symbol.asyncDispose]();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

const person = (at: number, more: object = {}) => ({
  key: `m-${at}`,
  name: `Member ${at}`,
  addresses: { sms: `+3361234${String(at).padStart(4, "0")}` },
  consents: { sms: "given" },
  ...proof,
  ...more,
});

test("a system signs what it tells of contacts: once each, with either secret, and never late", async () => {
  await using desk = await createDesk();
  const { admin, clock } = desk;
  const made = await admin.ask("POST", "/api/contact-hooks", { name: "Member register" });
  expect(made.status).toBe(201);
  const { hook, secret } = made.body;
  const tell = async (event: object | string, key: string = secret, at = clock()) => {
    const payload = typeof event === "string" ? event : JSON.stringify(event);
    const answer = await desk.app.inject({
      method: "POST",
      url: new URL(hook.url).pathname,
      headers: { "tocsin-signature": stampedSignature(key, at, payload) },
      payload,
    });
    return { status: answer.statusCode, body: answer.json() };
  };
  // What no database can keep is the caller's to mend, wherever it stands.
  const strange = [
    await tell({ id: "evt-0", type: "contacts.delete", keys: ["m\u0000"] }),
    await tell({ id: "evt-0", type: "contacts.upsert", contacts: [{ key: "m-0\ud800" }] }),
    await admin.ask("GET", "/api/contacts?query=%00"),
    await admin.ask("POST", "/api/segments", { name: "x", question: { attributes: { "\0": [] } } }),
  ];
  for (const { status, body } of strange)
    expect([status, body.error?.detail.sentence]).toEqual([400, "errors:request.unwritable"]);
  expect(await desk.names()).toEqual([]);
  const contacts = Array.from({ length: 20 }, (_, at) => person(at));
  const event = { id: "e1", type: "contacts.upsert", contacts };
  const took = await tell(event);
  expect(took.body).toMatchObject({
    again: false,
    results: [{ result: "new", problem: null }, ...Array(19).fill({})],
  });
  expect(await desk.names()).toHaveLength(20);
  const again = await tell(event);
  expect(again.body).toMatchObject({ again: true });
  expect(again.body.results[0]).toEqual({ key: "m-0", result: "new", problem: null });
  expect((await tell({ ...event, contacts: [person(1)] })).status).toBe(409);

  // Whoever has no secret, changes a byte or repeats it later gets nowhere, and learns nothing.
  const other = { id: "e2", type: "contacts.upsert", contacts: [person(30)] };
  expect((await tell(other, "another secret")).status).toBe(401);
  expect((await tell(other, secret, clock() - 6 * MINUTE_MS)).status).toBe(401);
  const nowhere = "/hooks/contacts/00000000-0000-4000-8000-000000000000";
  const stranger = await desk.app.inject({ method: "POST", url: nowhere, payload: "{}" });
  expect(stranger.statusCode).toBe(401);
  for (const broken of ["{", '{"id":"x"}', '{"id":"x","type":"contacts.delete","keys":[]}']) {
    expect((await tell(broken)).status).toBe(400);
  }
  expect(await desk.names()).toHaveLength(20);

  const next = await admin.ask("POST", `/api/contact-hooks/${hook.id}/secrets`);
  expect((await tell(other, next.body.secret)).body.results).toMatchObject([{ result: "new" }]);
  const [first, second] = next.body.hook.secrets;
  const path = `/api/contact-hooks/${hook.id}/secrets`;
  expect((await admin.ask("DELETE", `${path}/${first.id}`)).status).toBe(204);
  expect((await tell({ ...other, id: "e3" })).status).toBe(401);
  expect((await admin.ask("DELETE", `${path}/${second.id}`)).status).toBe(409);
  const listed = await admin.ask("GET", "/api/contact-hooks");
  expect(JSON.stringify(listed.body)).not.toContain(next.body.secret);

  const gone = { id: "e4", type: "contacts.delete", keys: ["m-0", "m-99"] };
  expect((await tell(gone, next.body.secret)).body.results).toEqual([
    { key: "m-0", result: "erased", problem: null },
    { key: "m-99", result: "unknown", problem: null },
  ]);
  expect(await desk.names()).not.toContain("Member 0");
  const keys = contacts.map(({ key }) => key);
  const allGone = await tell({ id: "e5", type: "contacts.delete", keys }, next.body.secret);
  expect(allGone.status).toBe(409);
  expect(await desk.names()).toHaveLength(20);
  const helper = await desk.signIn("Leila", "communicator");
  expect((await helper.ask("POST", "/api/contact-hooks", { name: "Mine" })).status).toBe(403);
});

const listAt = (url: string, more: object = {}) => ({
  name: "Register of the town",
  url,
  reading: {
    format: "json",
    path: "data.people",
    columns: { Handy: "mobile", noise: "" },
    ...proof,
  },
  auth: "bearer",
  secret: "token-of-the-town",
  absent: "silence",
  brakePercent: 20,
  everyMinutes: 60,
  ...more,
});

const rows = (from: number, to: number, name = "Person") =>
  Array.from({ length: to - from }, (_, index) => ({
    id: `t-${from + index}`,
    name: `${name} ${from + index}`,
    Handy: `+3361234${String(5_000 + from + index)}`,
    noise: "x",
  }));

test("a list is fetched by the clock; what would change too much waits for a person", async () => {
  await using desk = await createDesk();
  await using town = await FarEnd.open();
  const { admin, clock, house, db } = desk;
  const wire = createWire({ reach: "loopback" });
  const look = async (): Promise<boolean> => await pullOnce({ house, wire, log });
  const serve = (people: object[], etag = `"${people.length}"`) => {
    town.behaviour = { status: 200, body: { data: { people } }, headers: { etag } };
  };
  serve(rows(0, 40));
  // This organisation is live: its wire refuses what is not https, whatever a test would like.
  const walled = await admin.ask("POST", "/api/contact-pulls/preview", listAt(town.url));
  expect(walled.body).toMatchObject({ problem: { code: "audience:pull.not_https" }, counts: null });
  expect(town.seen).toEqual([]);
  const made = await admin.ask("POST", "/api/contact-pulls", listAt(town.url));
  expect(made.status).toBe(201);
  const { id } = made.body;
  const shown = async () => (await admin.ask("GET", "/api/contact-pulls")).body.pulls[0];
  const suppressed = async () =>
    (await db.selectFrom("suppression").selectAll().where("lifted_at", "is", null).execute())
      .length;

  expect(await look()).toBe(true);
  expect(await look()).toBe(false);
  expect(town.seen[0]?.headers.authorization).toBe("Bearer token-of-the-town");
  expect(await desk.names()).toHaveLength(40);
  expect((await shown()).runs[0]).toMatchObject({ result: "applied", counts: { new: 40 } });
  expect(JSON.stringify(await shown())).not.toContain("token-of-the-town");

  clock.pass(HOUR_MS);
  town.behaviour = { status: 304 };
  await look();
  expect(town.seen.at(-1)?.headers["if-none-match"]).toBe('"40"');
  expect((await shown()).runs[0]).toMatchObject({ result: "unchanged" });

  // Two people leave: they stay, and nobody writes to them until they are back.
  clock.pass(HOUR_MS);
  serve(rows(2, 40));
  await look();
  expect((await shown()).runs[0]).toMatchObject({ result: "applied", counts: { gone: 2 } });
  expect(await suppressed()).toBe(2);

  // Half of them at once: held, and looked at again without a word.
  clock.pass(HOUR_MS);
  serve(rows(22, 40));
  await look();
  clock.pass(HOUR_MS);
  await look();
  const held = await shown();
  expect(held).toMatchObject({
    held: true,
    runs: [{ result: "held", counts: { gone: 20 } }, {}, {}, {}],
  });
  expect(await suppressed()).toBe(2);
  // Nor does it pass because it has changed a little since somebody looked.
  await admin.ask("POST", `/api/contact-pulls/${id}/confirmation`);
  serve(rows(23, 40));
  await look();
  expect(await suppressed()).toBe(2);
  expect((await shown()).held).toBe(true);
  await admin.ask("POST", `/api/contact-pulls/${id}/confirmation`);
  await look();
  expect(await suppressed()).toBe(23);
  expect(await shown()).toMatchObject({
    held: false,
    runs: [{ result: "applied" }, {}, {}, {}, {}, {}],
  });

  clock.pass(HOUR_MS);
  serve(rows(0, 40));
  await look();
  expect(await suppressed()).toBe(0);

  for (const [body, says] of [
    [{ data: {} }, /no list/],
    ["<html>", /no list/],
    [{ data: { people: [{ id: "1", nick: "Zoé" }] } }, /Found: id, nick\./],
  ] as const) {
    clock.pass(HOUR_MS);
    town.behaviour = { status: 200, body };
    await look();
    expect((await shown()).runs[0].trouble.text.en).toMatch(says);
  }
  // What a spreadsheet wrote is read as an upload of it would be, and what is no text is named.
  const csv = { format: "csv", path: "", columns: {}, ...proof };
  const sheet = listAt(town.url, { reading: csv, absent: "keep", brakePercent: 100 });
  expect((await admin.ask("PUT", `/api/contact-pulls/${id}`, sheet)).status).toBe(204);
  for (const [name, encoding] of [
    ["Zoé", "latin1"],
    ["Chloé", "utf16le"],
    ["Éva", "utf8"],
  ] as const) {
    const mark = encoding === "latin1" ? "" : "\ufeff";
    const text = `${mark}id;nom;mobile\nw-1;${name};+33612349999\n`;
    clock.pass(HOUR_MS);
    town.behaviour = { status: 200, body: Buffer.from(text, encoding) };
    await look();
    expect(await desk.names()).toContain(name);
  }
  clock.pass(HOUR_MS);
  town.behaviour = { status: 200, body: Buffer.from("504b030414000000", "hex") };
  await look();
  expect((await shown()).runs[0].trouble.text.en).toMatch(/Excel/);
  expect((await admin.ask("PUT", `/api/contact-pulls/${id}`, listAt(town.url))).status).toBe(204);

  town.behaviour = { status: 403 };
  clock.pass(HOUR_MS);
  await look();
  expect((await shown()).runs[0].trouble.text.en).toMatch(/403/);
  const moved = listAt("https://elsewhere.example.org/list", { secret: "" });
  expect((await admin.ask("PUT", `/api/contact-pulls/${id}`, moved)).status).toBe(400);
  const strange = listAt(town.url, { reading: { format: "csv", columns: { a: "shoe size" } } });
  expect((await admin.ask("PUT", `/api/contact-pulls/${id}`, strange)).status).toBe(400);
  const helper = await desk.signIn("Leila", "communicator");
  expect((await helper.ask("PUT", `/api/contact-pulls/${id}`, moved)).status).toBe(403);
  expect((await admin.ask("DELETE", `/api/contact-pulls/${id}`)).status).toBe(204);
  expect(await desk.names()).toHaveLength(41);
  await wire.close();
});

test("once a day a sealed copy is put into the folder, and the last three stay", async () => {
  await using desk = await createDesk();
  const folder = join(desk.dataDir, "copies");
  const cost = { n: 1_024, r: 8, p: 1 };
  const config = { folder, passphrase: "the bells of the old town", cost };
  for (let day = 0; day < 5; day++) {
    await copyOfflineOnce(desk.house, config);
    await copyOfflineOnce(desk.house, config);
    desk.clock.pass(DAY_MS);
  }
  expect((await readdir(folder)).sort()).toEqual([
    "tocsin-2026-03-07.offline",
    "tocsin-2026-03-08.offline",
    "tocsin-2026-03-09.offline",
  ]);
  const events = await desk.db
    .selectFrom("event")
    .select("name")
    .where("name", "=", "offline.copy")
    .execute();
  expect(events).toHaveLength(5);
});
