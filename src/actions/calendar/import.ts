import type { EntryKind } from "../../domain/calendar/entry.ts";
import { type ParsedEvent, parseCalendar, type Skipped } from "../../domain/calendar/ics.ts";
import type { Load } from "../../domain/risk/policy.ts";
import type { Actor } from "../../domain/roles.ts";
import { refusal } from "../../lib/errors.ts";
import {
  type CalendarRecord,
  countEntries,
  ENTRIES_MAX,
  entriesByUid,
  saveEntry,
} from "../../store/calendar.ts";
import type { Tx } from "../../store/database.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { defineAction, type House, requireRole, type Scene } from "../action.ts";
import { requireSoundEntry } from "./checked.ts";

/** What the file does not know: it is said once, for all its events. */
export type ImportManner = {
  source: string;
  kind: EntryKind;
  load: Load;
  platformIds: readonly string[];
  country: string | null;
};
export type Imported = { added: number; changed: number; past: number; skipped: Skipped[] };

/** Takes in the events of an iCalendar file. The same file a second time changes what changed in it, and adds nothing. */
export async function importCalendar(
  house: House,
  actor: Actor,
  input: ImportManner & { text: string },
): Promise<Imported> {
  requireRole(actor, "responder");
  const { text, ...manner } = input;
  const { time_zone: timeZone } = await readOrganisation(house.db);
  const { events, skipped } = parseCalendar(text, timeZone);
  if (events.length === 0 && skipped.length === 0) {
    throw refusal("invalid", "errors:calendar.no_events", { field: "text" });
  }
  const now = house.now();
  const ahead = events.filter(({ until, repeat }) => repeat !== null || until > now);
  const kept = await keepEvents(house, actor, { manner, events: ahead });
  return { ...kept, past: events.length - ahead.length, skipped };
}

const keepEvents = defineAction({
  name: "calendar.import",
  needs: "responder",
  async decide(tx, input: { manner: ImportManner; events: readonly ParsedEvent[] }, scene) {
    const { manner, events } = input;
    const known = await entriesByUid(
      tx,
      events.map(({ uid }) => uid),
    );
    const added = events.filter(({ uid }) => !known.has(uid)).length;
    if ((await countEntries(tx)) + added > ENTRIES_MAX) {
      throw refusal("too_many", "errors:calendar.full", { max: ENTRIES_MAX });
    }
    const [first] = events;
    if (first) await requireSoundEntry(tx, { ...first, platformIds: manner.platformIds });
    for (const event of events)
      await keep(tx, { event, manner, before: known.get(event.uid) }, scene);
    const counts = { added, changed: events.length - added };
    return {
      subject: { kind: "calendar_entry", id: "import" },
      detail: { source: manner.source, ...counts },
      result: counts,
    };
  },
});

type Keeping = { event: ParsedEvent; manner: ImportManner; before: CalendarRecord | undefined };

/** A title that somebody has translated, a load that somebody has corrected: the file does not take it back. */
async function keep(tx: Tx, { event, manner, before }: Keeping, scene: Scene): Promise<void> {
  const { uid, title, from, until, repeat } = event;
  const record: CalendarRecord = before
    ? { ...before, from, until, repeat }
    : { id: scene.newId(), uid, title: { fr: title, en: title }, from, until, repeat, ...manner };
  await saveEntry(tx, record, scene.now);
}
