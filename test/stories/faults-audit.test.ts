import { sql } from "kysely";
import { expect, test } from "vitest";
import { sealEvents } from "../../src/store/events.ts";
import { createTestFront } from "../front.ts";

/** A house with a past: decisions of two people, all of them sealed. */
async function createPast() {
  const front = await createTestFront();
  const ada = await front.signIn("Ada", "administrator", "responder");
  for (const note of ["Shops call", "Still down", "Back again"]) {
    const title = { fr: note, en: note };
    expect((await ada.ask("POST", "/api/incidents", { title, note })).status).toBe(201);
  }
  while ((await sealEvents(front.db)) > 0);
  const audit = async () => (await ada.ask("GET", "/api/audit")).body;
  const events = await front.db
    .selectFrom("event")
    .select(["id", "detail"])
    .orderBy("id")
    .execute();
  return { front, audit, events };
}

/** What somebody with the database's own password can do: the triggers are off for them. */
async function rewrite(front: Awaited<ReturnType<typeof createTestFront>>, statement: string) {
  await front.db.connection().execute(async (session) => {
    await sql`set session_replication_role = replica`.execute(session);
    await sql.raw(statement).execute(session);
    await sql`set session_replication_role = default`.execute(session);
  });
}

test("S10: the past cannot be changed or forgotten through the database's front door", async () => {
  const { front, audit, events } = await createPast();
  await using _ = front;
  for (const statement of [
    "update event set actor = 'Somebody'",
    "delete from event",
    "update seal set no = no + 100",
    "delete from seal",
  ]) {
    await expect(sql.raw(statement).execute(front.db)).rejects.toThrow(/append-only/);
  }
  expect(await audit()).toEqual({ sealed: events.length, brokenAt: null });
});

test("S10: one byte of the past is flipped, and the audit names the event", async () => {
  const { front, audit, events } = await createPast();
  await using _ = front;
  const victim = events[1]?.id ?? 0;
  const original = await sql<{
    actor: string;
  }>`select actor from event where id = ${victim}`.execute(front.db);
  await rewrite(
    front,
    `update event set actor = overlay(actor placing 'X' from 1 for 1) where id = ${victim}`,
  );
  expect(await audit()).toEqual({ sealed: 1, brokenAt: victim });
  await rewrite(
    front,
    `update event set actor = '${original.rows[0]?.actor}' where id = ${victim}`,
  );
  expect(await audit()).toEqual({ sealed: events.length, brokenAt: null });
});

test.each([
  [
    "a time moved by a millisecond",
    (id: number) => `update event set at = at + interval '1 millisecond' where id = ${id}`,
  ],
  [
    "a detail added",
    (id: number) => `update event set detail = detail || '{"x":1}' where id = ${id}`,
  ],
  ["an event that is gone", (id: number) => `delete from event where id = ${id}`],
  [
    "a seal of one's own making",
    (id: number) => `update seal set hash = sha256(hash) where event_id = ${id}`,
  ],
])("S10: %s is found", async (_name, statement) => {
  const { front, audit, events } = await createPast();
  await using _ = front;
  await rewrite(front, statement(events[2]?.id ?? 0));
  const { sealed, brokenAt } = await audit();
  expect(sealed).toBeLessThan(events.length);
  expect(brokenAt).not.toBeNull();
});
