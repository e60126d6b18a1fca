import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import multipart from "@fastify/multipart";
import fastify from "fastify";
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { administrator, communicator, createAudience, viewer } from "../../../test/audience.ts";
import { recountReach } from "../../actions/contact/count-reach.ts";
import { KEPT_FROM_PEOPLE } from "../../domain/reachability.ts";
import type { Actor } from "../../domain/roles.ts";
import { SECOND_MS } from "../../lib/clock.ts";
import type { Db } from "../../store/database.ts";
import { listedContacts } from "../../store/reach-list.ts";
import { answerError } from "../errors.ts";
import { contactImportRoutes } from "./contact-imports.ts";
import { contactRoutes } from "./contacts.ts";
import { reachabilityRoutes } from "./reachability.ts";
import { segmentRoutes } from "./segments.ts";

async function createDesk(actor: Actor = communicator) {
  const world = await createAudience();
  const app = fastify().withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  await app.register(multipart);
  app.addHook("onRequest", async (request) => void (request.actor = actor));
  const { house, path } = world;
  const front = {
    house,
    publicUrl: "https://tocsin.example",
    callbackBase: "https://tocsin.example",
    dataDir: path,
    trustedHops: 0,
  };
  for (const routes of [reachabilityRoutes, contactRoutes, contactImportRoutes, segmentRoutes])
    await routes(app, front);
  return {
    world,
    app,
    upload: (content: string | Buffer, fields: Record<string, string> = proof) =>
      app.inject({ method: "POST", url: "/contact-imports", ...bodyOf(content, fields) }),
    async [Symbol.asyncDispose]() {
      await app.close();
      await world[Symbol.asyncDispose]();
    },
  };
}

const proof = { defaultCountry: "fr", consentWording: "I agree", consentSource: "form" };

function bodyOf(content: string | Buffer, fields: Record<string, string>) {
  const part = (name: string, rest: string) =>
    `--cut\r\nContent-Disposition: form-data; name="${name}"${rest}`;
  const texts = Object.entries(fields).map(([name, text]) => part(name, `\r\n\r\n${text}\r\n`));
  const head = part("file", '; filename="contacts.csv"\r\nContent-Type: text/csv\r\n\r\n');
  const payload = Buffer.concat([
    Buffer.from(texts.join("") + head),
    Buffer.from(content),
    Buffer.from("\r\n--cut--\r\n"),
  ]);
  return { payload, headers: { "content-type": "multipart/form-data; boundary=cut" } };
}

const file = "id,nom,mobile,ville\n1,Zoé,0612345678,Lyon\n2,Max,0612345679,Lille\n3,Ada,12,Lyon\n";

test("a file goes in by two steps, and nothing of it stays on the disk", async () => {
  await using desk = await createDesk();
  const { app, world } = desk;
  const checked = await desk.upload(file);
  expect(checked.statusCode).toBe(201);
  const { id, summary, errors } = checked.json();
  expect(summary).toMatchObject({ rows: 3, new: 2, errors: 1 });
  expect(errors).toEqual([
    {
      line: 4,
      column: "mobile",
      code: "phone_invalid",
      value: "12",
      problem: {
        fr: "«\u00a012\u00a0» n’est pas un numéro de téléphone qui existe.",
        en: "“12” is not a phone number that exists.",
      },
    },
  ]);
  expect(readdirSync(join(world.path, "imports"))).toEqual([]);
  const csv = await app.inject(`/contact-imports/${id}/errors.csv?language=fr`);
  expect(csv.headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(csv.body).toContain("n’est pas un numéro de téléphone qui existe.,3,Ada,12,Lyon");
  const url = `/contact-imports/${id}/application`;
  const refused = await app.inject({ method: "POST", url });
  expect([refused.statusCode, refused.json().error.code]).toEqual([409, "conflict"]);
  const applied = await app.inject({ method: "POST", url, payload: { skipErrors: true } });
  expect(applied.json().summary).toMatchObject({ new: 2 });
});

test.each<[string, string | Buffer, RegExp]>([
  ["a workbook", Buffer.from("PK\x03\x04", "latin1"), /Excel workbook: save it as CSV/],
  ["unknown headers", "ville;note\nLyon;x\n", /Found: ville, note. Needed: at least one/],
  ["nothing", "", /empty/],
])("%s is answered with a sentence", async (_, content, sentence) => {
  await using desk = await createDesk();
  const answer = await desk.upload(content);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().error.message).toMatch(sentence);
  expect(readdirSync(join(desk.world.path, "imports"))).toEqual([]);
});

test("a country that is none, and a request without a file", async () => {
  await using desk = await createDesk();
  expect((await desk.upload(file, { defaultCountry: "France" })).statusCode).toBe(400);
  expect((await desk.upload(file, { defaultCountry: "ZZ" })).statusCode).toBe(400);
  const { headers } = bodyOf("", {});
  const empty = {
    method: "POST",
    url: "/contact-imports",
    headers,
    payload: "--cut--\r\n",
  } as const;
  expect((await desk.app.inject(empty)).statusCode).toBe(400);
});

test("who may only look is refused before the file is taken in", async () => {
  await using desk = await createDesk(viewer);
  expect((await desk.upload(file)).statusCode).toBe(403);
  expect(existsSync(join(desk.world.path, "imports"))).toBe(false);
});

test.each(["fr", "en"])("the example in %s can be imported as it is", async (language) => {
  await using desk = await createDesk();
  const example = await desk.app.inject(`/contact-imports/template.csv?language=${language}`);
  const { summary } = (await desk.upload(example.body, {})).json();
  expect(summary).toMatchObject({ rows: 2, new: 2, errors: 0, unreachable: 0 });
});

test("contacts are found by name, number and language, page by page", async () => {
  await using desk = await createDesk();
  await desk.world.load(file);
  const find = async (query: string) => (await desk.app.inject(`/contacts?${query}`)).json();
  const first = await find("limit=1");
  expect(first).toMatchObject({ total: 2, contacts: [{ name: "Zoé", key: "1" }] });
  const rest = await find(`cursor=${first.next}`);
  expect(rest).toMatchObject({ next: null, contacts: [{ name: "Max" }] });
  expect((await find("query=06%2012%2034%2056%2079")).contacts).toMatchObject([{ name: "Max" }]);
  expect((await find("query=zo")).contacts).toMatchObject([{ name: "Zoé" }]);
  expect((await find("query=%25")).contacts).toEqual([]);
  expect(await find("language=en")).toMatchObject({ total: 0, contacts: [] });
});

test("one contact: corrected, opted out, erased", async () => {
  await using desk = await createDesk(administrator);
  const { app, world } = desk;
  await world.load(file);
  const { contacts } = (await app.inject("/contacts?query=Max")).json();
  const url = `/contacts/${contacts[0].id}`;
  const change = { name: "Maxime", addresses: { email: "Max@example.org" } };
  expect((await app.inject({ method: "PATCH", url, payload: change })).statusCode).toBe(204);
  const said = { kind: "sms", state: "withdrawn", wording: "No more", source: "phone call" };
  const consent = { method: "POST", url: `${url}/consent`, payload: said } as const;
  expect((await app.inject(consent)).statusCode).toBe(204);
  expect((await app.inject(url)).json()).toMatchObject({
    name: "Maxime",
    addresses: [{ kind: "email", value: "max@example.org" }, { kind: "sms" }],
    consents: [said],
    deliveries: [],
    may: { change: true, recordConsent: true, erase: true },
  });
  expect((await app.inject({ method: "DELETE", url })).statusCode).toBe(204);
  expect((await app.inject(url)).statusCode).toBe(404);
});

test("a segment is a saved question, counted by kind of address", async () => {
  await using desk = await createDesk();
  const { app, world } = desk;
  await world.load(
    `${file}4,Eve,0612345670,O'Fallon "1"\n`.replaceAll('O\'Fallon "1"', '"O\'F ""1"""'),
  );
  const count = async (question: object) =>
    (await app.inject({ method: "POST", url: "/segments/count", payload: { question } })).json();
  expect(await count({})).toEqual({ contacts: 3, byKind: { sms: 3 } });
  expect(await count({ attributes: { ville: ["Lyon", "Nice"] } })).toMatchObject({ contacts: 1 });
  expect(await count({ attributes: { ville: ['O\'F "1"'] } })).toMatchObject({ contacts: 1 });
  expect(await count({ languages: ["en"] })).toEqual({ contacts: 0, byKind: {} });
  expect(await count({ countries: ["FR"] })).toMatchObject({ contacts: 0 });
  const payload = { name: "Lyonnais", question: { attributes: { ville: ["Lyon"] } } };
  expect((await app.inject({ method: "POST", url: "/segments", payload })).statusCode).toBe(201);
  expect((await app.inject("/segments")).json().segments).toMatchObject([payload]);
});

test("how many people are reached is counted at once for few, and kept with its age for many", async () => {
  await using desk = await createDesk();
  const { house, db, clock } = desk.world;
  const asked = async () => (await desk.app.inject({ url: "/contacts/reachability" })).json();
  const before = await asked();
  const born = async (n: number) => {
    await sql`insert into contact (name, language, created_at, updated_at)
      select 'P' || n, 'fr', ${new Date(clock())}, ${new Date(clock())}
      from generate_series(1, ${n}::int) n`.execute(db);
  };
  await born(1);
  clock.pass(SECOND_MS);
  expect(await asked()).toMatchObject({
    people: before.people + 1,
    none: before.none + 1,
    countedAt: new Date(clock()).toISOString(),
  });
  expect(await recountReach(house)).toBe(false);
  await born(KEPT_FROM_PEOPLE);
  const kept = await asked();
  expect(kept.people).toBe(before.people + 1 + KEPT_FROM_PEOPLE);
  await born(7);
  // Nobody who looks has everybody counted; a loop does, after a pause that grows with the crowd.
  clock.pass(SECOND_MS);
  expect(await recountReach(house)).toBe(false);
  expect(await asked()).toEqual(kept);
  const listed = async (query: string) => (await desk.app.inject(`/contacts?${query}`)).json();
  // A page of those whom nobody reaches has their number from there, with its age; a search is exact.
  const { none: total, countedAt } = kept;
  expect(await listed("ways=none&limit=1")).toMatchObject({ total, countedAt });
  expect(await listed("ways=one")).toMatchObject({ total: 0, countedAt, contacts: [] });
  expect(await listed("ways=none&query=P7")).toMatchObject({ total: 1_112, countedAt: null });
  expect(await listed("ways=none&language=fr&only=email")).toMatchObject({ total: 0, countedAt });
  expect(await listed("ways=none&language=en")).toMatchObject({ total: 0, contacts: [] });
  expect(await listed("ways=none&language=fr&limit=1")).toMatchObject({ total, countedAt });
  await listsAreReadInPart(db);
  // Whoever has a way by now is not shown among those without one, and the page is full all the same.
  const [first, second] = (await listed("ways=none&limit=2")).contacts;
  await channelOf(db, "email");
  await reachedBy(db, first.id);
  const page = await listed("ways=none&limit=2");
  expect(page.contacts).toMatchObject([{ id: second.id }, {}]);
  expect(page.next).toBe(String(page.contacts[1].id));
  expect(await listed("only=email")).toMatchObject({ contacts: [], total: 0 });
  expect(await listed("limit=1")).toMatchObject({ total: kept.people + 7, countedAt: null });
  clock.pass(kept.people);
  expect(await recountReach(house)).toBe(true);
  expect(await recountReach(house)).toBe(false);
  expect((await asked()).people).toBe(kept.people + 7);
  expect(await listed("only=email")).toMatchObject({ contacts: [{ id: first.id }], total: 1 });
  expect(await listed("ways=one&language=fr")).toMatchObject({ contacts: [{ id: first.id }] });
  const late = await listed(`ways=none&limit=2&cursor=${kept.people + 3}`);
  expect(late).toMatchObject({ contacts: [{}, {}] });
});

/** A page of those without a way asks for a few people, wherever in the crowd they stand. */
async function listsAreReadInPart(db: Db): Promise<void> {
  const reach = { ways: "none", at: "2026-03-05T07:00:00Z" } as const;
  for (const afterId of [0, KEPT_FROM_PEOPLE - 100]) {
    const rows = await db.transaction().execute(async (tx) => {
      const before = await rowsRead(tx);
      await listedContacts(tx, { reach }, { afterId, limit: 50 });
      return (await rowsRead(tx)) - before;
    });
    expect(rows).toBeGreaterThan(49);
    expect(rows).toBeLessThan(1_000);
  }
}

async function rowsRead(db: Db): Promise<number> {
  const read = await sql<{ n: number }>`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n
    from pg_stat_xact_user_tables where relname in ('contact', 'address', 'consent')`.execute(db);
  return read.rows[0]?.n ?? 0;
}

async function channelOf(db: Db, kind: string): Promise<void> {
  await sql`insert into channel (name, transport, address_kind, settings, per_second, state_at)
    values (${kind}, 'smtp-email', ${kind}, '{}', 1, ${new Date(0)})`.execute(db);
}

async function reachedBy(db: Db, contact_id: number): Promise<void> {
  const way = { contact_id, kind: "email" };
  await db
    .insertInto("address")
    .values({ ...way, value: "p@example.org" })
    .execute();
  const said = { state: "given", wording: "yes", source: "form", at: new Date(0) } as const;
  await db
    .insertInto("consent")
    .values({ ...way, ...said })
    .execute();
}
