import { sql } from "kysely";
import type { House } from "../../src/actions/action.ts";
import { transact } from "../../src/store/database.ts";
import { insertOrganisation } from "../../src/store/organisation.ts";
import { insertPlatforms } from "../../test/platforms.ts";

/** One kind of address, and who has it: one in so many people, in SQL over the number `id`. */
export type Kind = { kind: "whatsapp" | "sms" | "email" | "voice"; who?: string };

const AT_ONCE = 250_000;
const VALUES = {
  whatsapp: `'+3361' || lpad(id::text, 8, '0')`,
  sms: `'+3362' || lpad(id::text, 8, '0')`,
  voice: `'+3363' || lpad(id::text, 8, '0')`,
  email: `'person' || id || '@example.org'`,
} as const;

/** An organisation and its people, laid down by the database itself: 1.5 million in a minute. */
export async function settlePeople(
  { db, now }: House,
  people: number,
  kinds: readonly Kind[] = [{ kind: "whatsapp" }],
): Promise<void> {
  const at = new Date(now());
  await insertPlatforms(db);
  await transact(db, async (tx) => {
    await insertOrganisation(tx, {
      name: "Bench",
      mode: "live",
      default_language: "fr",
      time_zone: "Europe/Paris",
      default_country: "FR",
      created_at: at,
    });
  });
  for (let from = 0; from < people; from += AT_ONCE) {
    const to = Math.min(people, from + AT_ONCE);
    await sql`insert into contact (name, language, attributes, created_at, updated_at)
      select 'Person ' || n, case when n % 2 = 0 then 'fr' else 'en' end,
        jsonb_build_object('region', (array['Nord', 'Sud', 'Est', 'Ouest', 'Centre'])[1 + n % 5],
          'role', (array['nurse', 'driver', 'cook', 'clerk'])[1 + n % 4],
          'status', case when n % 50 = 0 then 'left' else 'here' end), ${at}, ${at}
      from generate_series(${from + 1}::int, ${to}::int) n`.execute(db);
    for (const { kind, who = "true" } of kinds) {
      const those = sql.raw(`id > ${from} and id <= ${to} and (${who})`);
      await sql`insert into address (contact_id, kind, value)
        select id, ${kind}, ${sql.raw(VALUES[kind])} from contact where ${those}`.execute(db);
      await sql`insert into consent (contact_id, kind, state, wording, source, at)
        select id, ${kind}, 'given', 'yes', 'form', ${at} from contact where ${those}`.execute(db);
    }
    if (people > AT_ONCE) console.log(`  ${to} of ${people} people are there`);
  }
  await sql`analyze`.execute(db);
}
