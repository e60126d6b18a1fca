import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { checkRecord } from "../../src/cli/record.ts";
import { sealEvents } from "../../src/store/events.ts";
import { createTestFront } from "../front.ts";
import { createPlace } from "../place.ts";

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
    .select(["id", "at", "detail"])
    .orderBy("id")
    .execute();
  return { front, ada, audit, events };
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
  expect(await audit()).toMatchObject({ sealed: events.length, brokenAt: null });
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
  expect(await audit()).toMatchObject({ sealed: 1, brokenAt: victim });
  await rewrite(
    front,
    `update event set actor = '${original.rows[0]?.actor}' where id = ${victim}`,
  );
  expect(await audit()).toMatchObject({ sealed: events.length, brokenAt: null });
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

test("S10: the record leaves the house as a file, which proves itself without us", async () => {
  using place = createPlace();
  const { front, ada, audit, events } = await createPast();
  await using _ = front;
  const file = join(place.path, "record.ndjson");
  const { body: raw } = await ada.ask("GET", "/api/events.ndjson");
  const eve = await front.signIn("Eve", "viewer", "responder", "communicator", "approver");
  expect(await eve.ask("GET", "/api/events.ndjson")).toMatchObject({ status: 403 });
  expect((await eve.ask("GET", "/api/audit")).body.may).toEqual({ file: false });
  writeFileSync(file, raw);
  const whole = await checkRecord(file);
  const { may, ...seals } = await audit();
  expect(may).toEqual({ file: true });
  expect(whole).toEqual({ ...seals, anchoredAt: null });
  expect(whole).toMatchObject({ sealed: events.length, brokenAt: null });

  writeFileSync(file, raw.replace('"Still down"', '"Still well"'));
  expect((await checkRecord(file)).brokenAt).not.toBeNull();
  const [first = "", ...others] = raw.trim().split("\n");
  writeFileSync(file, others.join("\n"));
  expect((await checkRecord(file)).sealed).toBe(0);
  writeFileSync(file, [first, ...others.slice(0, -1)].join("\n"));
  const cut = await checkRecord(file);
  expect(cut.brokenAt).toBeNull();
  expect(cut.head).not.toBe(whole.head);
  writeFileSync(file, "what is this?\n");
  await expect(checkRecord(file)).rejects.toThrow(/Line 1 of .* is no event/);
});

test("whoever asks what happened at a time gets that time", async () => {
  const { front, ada, events } = await createPast();
  await using _ = front;
  const at = events[1]?.at ?? new Date(0);
  const ask = async (from: Date, to: Date) => {
    const span = `from=${from.toISOString()}&to=${to.toISOString()}`;
    const { body } = await ada.ask("GET", `/api/events?limit=200&${span}`);
    return body.events
      .map(({ id }: { id: number }) => id)
      .toSorted((a: number, b: number) => a - b);
  };
  const until = new Date(at.getTime() + 1);
  const then = events.filter((event) => event.at.getTime() === at.getTime()).map(({ id }) => id);
  expect(await ask(at, until)).toEqual(then);
  expect(await ask(new Date(0), at)).toEqual(
    events.filter((event) => event.at < at).map(({ id }) => id),
  );
  expect((await ada.ask("GET", "/api/events?from=yesterday")).status).toBe(400);
});
