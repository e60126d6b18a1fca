import { refusal } from "../../lib/errors.ts";
import type { CalendarRecord } from "../../store/calendar.ts";
import { knowsPlatform } from "../../store/contact-points.ts";
import type { Tx } from "../../store/database.ts";

const DAY_MS = 86_400_000;
const LENGTH_MAX_MS = 400 * DAY_MS;

/** What a person may say of a calendar entry. */
export type EntryInput = Omit<CalendarRecord, "id" | "uid" | "repeat"> & { yearly: boolean };

/** On its date, every year. */
export const YEARLY = {
  every: "year",
  interval: 1,
  until: null,
  count: null,
  nth: null,
  except: [],
} as const;

/** Refuses an entry that ends before it begins, or is about a platform that is not there. */
export async function requireSoundEntry(
  tx: Tx,
  input: Pick<EntryInput, "from" | "until" | "platformIds">,
): Promise<void> {
  const lengthMs = input.until - input.from;
  if (lengthMs <= 0 || lengthMs > LENGTH_MAX_MS) {
    throw refusal("invalid", "errors:calendar.length", { field: "until" });
  }
  for (const id of input.platformIds) {
    if (await knowsPlatform(tx, id)) continue;
    throw refusal("invalid", "errors:unknown.platform", { field: "platformIds" });
  }
}
