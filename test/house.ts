import type { House } from "../src/actions/action.ts";
import type { Actor, Role } from "../src/domain/roles.ts";
import { handClock } from "../src/lib/clock.ts";
import { newUuid } from "../src/lib/ids.ts";
import { transact } from "../src/store/database.ts";
import { insertOrganisation } from "../src/store/organisation.ts";
import { createTestDatabase } from "./database.ts";

/** A Thursday morning in March, long before any outage. */
export const MORNING = Date.parse("2026-03-05T07:00:00Z");

/** A house on a database of its own, with a clock turned by hand. */
export async function createTestHouse(startAt = MORNING) {
  const database = await createTestDatabase();
  const clock = handClock(startAt);
  const house: House = {
    db: database.db,
    now: clock,
    newId: () => newUuid(clock()),
    secretKey: Buffer.alloc(32, 7),
  };
  return {
    house,
    clock,
    db: database.db,
    databaseUrl: database.url,
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

/** Gives a house the organisation that stories are about. */
export async function foundOrganisation(
  { db, now }: Pick<House, "db" | "now">,
  name = "Clairval",
): Promise<void> {
  const organisation = {
    name,
    mode: "live",
    default_language: "fr",
    time_zone: "Europe/Paris",
    default_country: "FR",
    created_at: new Date(now()),
  } as const;
  await transact(db, async (tx) => await insertOrganisation(tx, organisation));
}

/** Somebody who acts in a test, with the roles given. */
export const person = (name: string, ...roles: Role[]): Actor => ({
  kind: "person",
  id: `00000000-0000-7000-8000-${Buffer.from(name.padEnd(6, "_")).toString("hex").slice(0, 12)}`,
  name,
  roles,
});
