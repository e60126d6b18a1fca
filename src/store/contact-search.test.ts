import { sql } from "kysely";
import { expect, test } from "vitest";
import { createAudience } from "../../test/audience.ts";
import { findByWords } from "./contact-search.ts";
import { type Db, transact } from "./database.ts";

const page = { afterId: 0, limit: 50 };

async function createCrowd() {
  const world = await createAudience();
  const { db } = world;
  const rows = [
    'm-1,Zoé Œuvrard-Müller,06 12 34 56 78,z.muller@mairie.example,fr,Saint-Étienne,"clé 12\n""b"""',
    `m-2,"Strauß, İpek O'Neill",+44 7700 900123,,en,Łódź,${"x".repeat(900)}yz`,
    "m-3,Иван Йорданов,+39 347 123 4567,,fr,,50% 'off' \\\\ & ! :* |",
  ];
  await world.load(`id,name,mobile,email,language,ville,note\n${rows.join("\n")}\n`);
  const keys = async (text: string, filter: Parameters<typeof findByWords>[2] = {}) => {
    const { found } = await findByWords(db, text, filter, page);
    return found.map(({ contact }) => contact.external_key).join(" ");
  };
  return { db, keys, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

test("people are found as they are typed: by beginnings of words, without accents, in names, ways and notes", async () => {
  await using crowd = await createCrowd();
  const found = async (typed: readonly string[]) =>
    await Promise.all(typed.map(async (text) => [text, await crowd.keys(text)]));
  const all = (typed: readonly string[], keys: string) => typed.map((text) => [text, keys]);
  const zoe = ["zoe", "ZOÉ", "oeuv", "Œuv", "mull oeuv", "Muller", "saint etienne", "12 b", "m-1"];
  const hers = ["z.muller@mai", "mairie", "0612345", "06 12", "+33 6 12", "0033 (0)6 12", "33612"];
  expect(await found([...zoe, ...hers])).toEqual(all([...zoe, ...hers], "m-1"));
  const ipek = [
    "strauss",
    "STRAUß",
    "ipek",
    "o'nei",
    "lodz",
    "ŁÓD",
    "07700",
    "+4477",
    "X".repeat(150),
  ];
  expect(await found(ipek)).toEqual(all(ipek, "m-2"));
  const ivan = ["иван", "ЙОРД", "50%", "off'", "347 123", "+39", "+39 347"];
  expect(await found(ivan)).toEqual(all(ivan, "m-3"));
  // Neither the middle of a word, nor the heading of a column, nor signs alone, nor half of what was typed.
  const nobody = [
    "ller",
    "ville",
    "%",
    "'",
    "\\",
    ":*",
    "&",
    "zoe strauss",
    "+",
    "0",
    "\ud83d\ude00",
  ];
  expect(await found(nobody)).toEqual(all(nobody, ""));
});

test("a search is one of a language, or of those whom nothing reaches, and goes page by page", async () => {
  await using crowd = await createCrowd();
  const { db, keys } = crowd;
  const reach = { ways: "none", at: "2026-03-05T07:00:00Z" } as const;
  expect(await keys("m", { language: "fr" })).toBe("m-1");
  expect(await keys("m", { language: "en" })).toBe("");
  // No channel carries anything yet.
  expect(await keys("m", { reach })).toBe("m-1");
  expect(await keys("m", { reach: { ...reach, ways: "one" } })).toBe("");
  await sql`update contact set name = 'Anna'`.execute(db);
  const first = await findByWords(db, "an", {}, { afterId: 0, limit: 2 });
  expect(first).toMatchObject({ total: 3, found: [{}, {}] });
  const afterId = first.found.at(-1)?.contact.id ?? 0;
  const rest = await findByWords(db, "an", {}, { afterId, limit: 2 });
  expect(rest).toMatchObject({ total: 3, found: [{ contact: { external_key: "m-3" } }] });
  const end = await findByWords(db, "an", {}, { afterId: afterId + 9, limit: 2 });
  expect(end).toEqual({ total: 3, found: [] });
});

test("of a crowd nobody is read who is not meant", async () => {
  await using crowd = await createCrowd();
  const { db } = crowd;
  await sql`insert into contact (name, language, attributes, created_at, updated_at)
    select 'Person ' || n, 'fr', jsonb_build_object('room', 'R' || n), now(), now()
    from generate_series(1, 3000) n`.execute(db);
  await sql`insert into address (contact_id, kind, value)
    select id, kind, case kind when 'sms' then '+3361000' else 'p' end || id
    from contact cross join unnest(array['sms', 'email']) kind where external_key is null`.execute(
    db,
  );
  await sql`analyze contact, address`.execute(db);
  for (const text of ["person 2999", "r2999", "06 10 00 29 99", "p2999"]) {
    const rows = await transact(db, async (tx) => {
      const before = await rowsRead(tx);
      expect((await findByWords(tx, text, {}, page)).total).toBe(1);
      return (await rowsRead(tx)) - before;
    });
    expect(rows).toBeLessThan(20);
  }
});

async function rowsRead(db: Db): Promise<number> {
  const read = await sql<{ n: number }>`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n
    from pg_stat_xact_user_tables where relname in ('contact', 'address')`.execute(db);
  return read.rows[0]?.n ?? 0;
}
