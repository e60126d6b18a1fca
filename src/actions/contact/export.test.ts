import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { communicator, createAudience } from "../../../test/audience.ts";
import { ADDRESS_KINDS, headerOf } from "../../domain/contact-columns.ts";
import { HOUR_MS } from "../../lib/clock.ts";
import { csvLine } from "../../lib/csv.ts";
import { contactsCsv } from "../../store/contact-csv.ts";
import { contactByAddress, findContact, listContacts } from "../../store/contacts.ts";
import { type Db, transact } from "../../store/database.ts";
import { errorsOf } from "../../store/imports.ts";
import { rejectAddresses } from "../../store/replies.ts";
import { transports } from "../../transports/index.ts";
import { changeContact } from "./change.ts";
import { recordConsent } from "./record-consent.ts";
import { syncContacts } from "./sync.ts";
import type { SyncRow } from "./take-batch.ts";

async function exported(db: Db): Promise<string> {
  let csv = "";
  for await (const part of contactsCsv(db)) csv += part;
  return csv;
}

test("what is exported can be imported into another organisation unchanged", async () => {
  await using here = await createAudience();
  await using there = await createAudience();
  const word = fc.string({ unit: fc.constantFrom("'", "=", '"', ";", ",", "@", "a", "é", "\n") });
  const people = fc.sample(fc.tuple(word, word), { numRuns: 60, seed: 7 });
  const json = people.map(([name, note]) =>
    [name, note].map((cell) => `"${cell.replaceAll('"', '""')}"`),
  );
  const rows = json.map((cells, at) => `k${at},${cells.join(",")},06${10_000_000 + at}`);
  await here.load(`id,name,note,mobile\n${rows.join("\n")}\n`);
  const ways = ADDRESS_KINDS.map((kind) => [
    headerOf(kind),
    transports.find(({ addressKind }) => addressKind === kind)?.address.example ?? "",
  ]);
  const [above = "", below = ""] = [0, 1].map((at) => csvLine(ways.map((way) => way[at] ?? "")));
  expect((await here.load(above + below)).summary).toMatchObject({ new: 1 });
  // What each of them agreed to, where and when, comes along for each way of its own.
  const id = (await contactByAddress(here.db, "sms", "+33610000001")) ?? 0;
  const [wording, source] = ['\'=1+1 "no"; never, again', "=a letter from Lyon"];
  here.clock.pass(HOUR_MS + 7);
  there.clock.pass(2 * HOUR_MS);
  await recordConsent(here.house, communicator, {
    id,
    kind: "sms",
    state: "withdrawn",
    wording,
    source,
  });
  const csv = await exported(here.db);
  expect(csv).toContain("consent wording sms,consent source sms,consent date sms");
  const { summary } = await there.load(csv);
  expect(summary).toMatchObject({ new: people.length + 1, errors: 0, duplicates: 0 });
  const copy = await exported(there.db);
  const lines = (text: string) => text.split("\r\n").sort();
  expect(lines(copy)).toEqual(lines(csv));
  const twin = (await contactByAddress(there.db, "sms", "+33610000001")) ?? 0;
  expect((await findContact(there.db, twin))?.consents).toMatchObject([
    { state: "withdrawn", wording, source, at: new Date(here.clock()) },
  ]);
  const everyWay = (await contactByAddress(there.db, "messenger", "4567890123456789")) ?? 0;
  const { addresses } = (await findContact(there.db, everyWay)) ?? { addresses: [] };
  expect(addresses.map(({ kind }) => kind)).toEqual([...ADDRESS_KINDS].sort());
});

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom(
    "'=1+1",
    "\ud800",
    "a\u0000b",
    " e\u0301 ",
    "x\r\ny",
    '"',
    "=cmd|' /C calc'!A0",
    "\u202e",
  ),
);
const word = text.map((found) => found.replaceAll("\ufffd", ""));
const degree = (max: number) =>
  fc.oneof(fc.double({ min: -max, max, noNaN: true }), fc.constantFrom(0, -0, 1e-7, 1.23e-12, max));
const someone = fc.record({
  name: word,
  language: fc.constantFrom("fr" as const, "en" as const),
  country: fc.constantFrom("FR", "GB", "US"),
  place: fc.record({ lat: degree(90), lon: degree(180) }),
  attributes: fc.dictionary(
    fc.oneof(
      word,
      fc.constantFrom("sms", "Name", "ville", " ville", "phone", "consent", "tocsin x"),
    ),
    word,
    { maxKeys: 4 },
  ),
  ways: fc.subarray(["sms", "whatsapp", "email", "voice", "signal", "telegram"] as const),
  landline: fc.boolean(),
  agreed: fc.constantFrom(null, "given" as const, "withdrawn" as const),
  byHand: fc.boolean(),
  fate: fc.constantFrom("none", "refused", "stopped", "wayless"),
});
type Someone = typeof someone extends fc.Arbitrary<infer T> ? T : never;

function rowOf(someone: Someone, at: number): SyncRow {
  const { ways, landline, agreed, byHand, name, language, country, place, attributes } = someone;
  const person = { name, language, country, place, attributes };
  const number = 10_000_000 + at;
  const values = {
    sms: landline ? `+331${number + 30_000_000}` : `+336${number}`,
    whatsapp: `+337${number + 40_000_000}`,
    email: `Person.${at}@exämple.org`,
    voice: `+331${number + 50_000_000}`,
    signal: `+336${number}`,
    telegram: `${number}`,
  };
  const addresses = Object.fromEntries(ways.map((way) => [way, values[way]]));
  const consents = agreed === null ? {} : Object.fromEntries(ways.map((way) => [way, agreed]));
  const said = { addresses, consents, wording: "I agree", source: "form" };
  return { key: `k${at}`, ...(byHand ? {} : person), ...said };
}

test("an export that comes back changes nobody, whoever they are and whatever became of them", async () => {
  await using world = await createAudience();
  const { db, house } = world;
  const people = fc.sample(someone, { numRuns: 100, seed: 44 });
  const batch = { rows: people.map(rowOf), dryRun: false, confirmed: true };
  const { results } = await syncContacts(house, communicator, batch);
  expect(results.filter(({ result }) => result !== "new")).toEqual([]);
  const listed = await listContacts(db, {}, { afterId: 0, limit: 500 });
  for (const [at, { contact, addresses }] of listed.entries()) {
    const { id } = contact;
    const { byHand, fate, name, attributes, place } = people[at] ?? {};
    if (byHand) await changeContact(house, communicator, { id, name, attributes, place });
    for (const { kind, value } of addresses) {
      const said = { id, kind, wording: '=no\r\n"', source: "'letter" };
      const refused = { address: value, why: "nobody there" };
      if (fate === "refused")
        await transact(db, async (tx) => await rejectAddresses(tx, kind, [refused]));
      if (fate === "stopped")
        await recordConsent(house, communicator, { ...said, state: "withdrawn" });
      if (fate === "wayless")
        await changeContact(house, communicator, { id, addresses: { [kind]: null } });
    }
  }
  // As they were kept once: a header cannot say such names.
  await sql`update contact set attributes = attributes || '{"": "x", " ville ": "y"}'
    where external_key = 'k1'`.execute(db);
  const csv = await exported(db);
  const again = await world.load(csv);
  const { id } = await db.selectFrom("contact_import").select("id").executeTakeFirstOrThrow();
  expect(await errorsOf(db, id, 5)).toEqual([]);
  expect(again.summary).toMatchObject({ unchanged: people.length, changed: 0, new: 0, errors: 0 });
  expect(await exported(db)).toBe(csv);
  const states = await db
    .selectFrom("address")
    .select("state")
    .where("state", "=", "rejected")
    .execute();
  expect(states.length).toBeGreaterThan(20);
});
