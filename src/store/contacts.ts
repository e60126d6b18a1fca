import { type Selectable, sql } from "kysely";
import type { ReachAskAt } from "../domain/segment.ts";
import { type ConsentInForce, consentsInForce } from "./consents.ts";
import type { Db, Tx } from "./database.ts";
import { isEachReachable } from "./reachability.ts";
import type { Address, Contact } from "./schema/audience.ts";

export type ContactRow = Selectable<Contact>;
export type AddressRow = Selectable<Address>;
export type ContactWithWays = {
  contact: ContactRow;
  addresses: AddressRow[];
  consents: ConsentInForce[];
};

export type ContactFilter = {
  language?: "fr" | "en" | undefined;
  /** How well they can be reached. */
  reach?: ReachAskAt | undefined;
  /** Nobody but these. */
  ids?: readonly number[] | undefined;
};
export type ContactPage = { afterId: number; limit: number };

/** One page of contacts with the ways to them, in the order they came. */
export async function listContacts(
  db: Db,
  filter: ContactFilter,
  { afterId, limit }: ContactPage,
): Promise<ContactWithWays[]> {
  const rows = await filtered(db, filter)
    .selectAll("contact")
    .where("contact.id", ">", afterId)
    .orderBy("contact.id")
    .limit(limit)
    .execute();
  return await withWays(db, rows);
}

export async function countContacts(db: Db, filter: ContactFilter): Promise<number> {
  const counted = filtered(db, filter).select((e) => e.fn.countAll<number>().as("total"));
  return (await counted.executeTakeFirstOrThrow()).total;
}

function filtered(db: Db, { language, reach, ids }: ContactFilter) {
  return db
    .selectFrom("contact")
    .where("contact.erased_at", "is", null)
    .$if(language !== undefined, (q) => q.where("contact.language", "=", language ?? "fr"))
    .$if(ids !== undefined, (q) => q.where(sql<boolean>`contact.id = any(${ids}::bigint[])`))
    .$if(reach !== undefined, (q) => (reach ? q.where(isEachReachable(reach)) : q));
}

async function withWays(db: Db, rows: readonly ContactRow[]): Promise<ContactWithWays[]> {
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  const addresses = await db
    .selectFrom("address")
    .selectAll()
    .where("contact_id", "in", ids)
    .orderBy("kind")
    .execute();
  const waysOf = Map.groupBy(addresses, (address) => address.contact_id);
  const saidBy = Map.groupBy(await consentsInForce(db, ids), (consent) => consent.contact_id);
  return rows.map((contact) => ({
    contact,
    addresses: waysOf.get(contact.id) ?? [],
    consents: saidBy.get(contact.id) ?? [],
  }));
}

export async function findContact(db: Db, id: number): Promise<ContactWithWays | null> {
  const rows = await db.selectFrom("contact").selectAll().where("id", "=", id).execute();
  return (await withWays(db, rows))[0] ?? null;
}

/** Whose address this is, or null. */
export async function contactByAddress(
  db: Db,
  kind: string,
  value: string,
): Promise<number | null> {
  const found = db
    .selectFrom("address")
    .select("contact_id")
    .where("kind", "=", kind)
    .where("value", "=", value);
  return (await found.executeTakeFirst())?.contact_id ?? null;
}

/** The contact, held until the end of the transaction; what only refers to it may come meanwhile. */
export async function lockContact(tx: Tx, id: number): Promise<ContactRow | null> {
  const found = tx.selectFrom("contact").selectAll().where("id", "=", id).forNoKeyUpdate();
  return (await found.executeTakeFirst()) ?? null;
}

export type ContactChange = Partial<
  Pick<
    ContactRow,
    "name" | "language" | "country" | "external_key" | "attributes" | "erased_at" | "lat" | "lon"
  >
>;

export async function updateContact(
  tx: Tx,
  id: number,
  change: ContactChange & { updated_at: Date },
): Promise<void> {
  const { attributes, ...rest } = change;
  await tx
    .updateTable("contact")
    .set({ ...rest, ...(attributes && { attributes: JSON.stringify(attributes) }) })
    .where("id", "=", id)
    .execute();
}

/** Sets or replaces the way of one kind to a person. */
export async function setAddress(
  tx: Tx,
  contactId: number,
  way: { kind: string; value: string },
): Promise<void> {
  await tx
    .insertInto("address")
    .values({ contact_id: contactId, ...way })
    .onConflict((c) =>
      c
        .columns(["contact_id", "kind"])
        .doUpdateSet({ value: way.value, state: "usable", state_note: null }),
    )
    .execute();
}

/** A code came back from there: the address works, and is theirs. */
export async function verifyAddress(
  tx: Tx,
  contactId: number,
  proof: { kind: string; at: Date },
): Promise<void> {
  await tx
    .updateTable("address")
    .set({ verified_at: proof.at, verified_by: "code" })
    .where("contact_id", "=", contactId)
    .where("kind", "=", proof.kind)
    .execute();
}

export async function removeAddress(tx: Tx, contactId: number, kind: string): Promise<void> {
  await tx
    .deleteFrom("address")
    .where("contact_id", "=", contactId)
    .where("kind", "=", kind)
    .execute();
}

/** The names of the attributes in use, for headers and forms. */
export async function attributeNames(db: Db, limit: number): Promise<string[]> {
  const found = await sql<{ name: string }>`
    select distinct key as name from contact, jsonb_object_keys(attributes) key
    where erased_at is null order by key limit ${limit}`.execute(db);
  return found.rows.map(({ name }) => name);
}
