import { refusal } from "../../lib/errors.ts";
import { countEntries, ENTRIES_MAX, saveEntry } from "../../store/calendar.ts";
import { defineAction } from "../action.ts";
import { type EntryInput, requireSoundEntry, YEARLY } from "./checked.ts";

/** Something that may load the networks stands in the calendar. */
export const createEntry = defineAction({
  name: "calendar.create",
  needs: "responder",
  async decide(tx, input: EntryInput, { now, newId }) {
    const { yearly, ...entry } = input;
    await requireSoundEntry(tx, input);
    if ((await countEntries(tx)) >= ENTRIES_MAX) {
      throw refusal("too_many", "errors:calendar.full", { max: ENTRIES_MAX });
    }
    const repeat = yearly ? { ...YEARLY, except: [] } : null;
    const record = { ...entry, id: newId(), uid: null, repeat };
    await saveEntry(tx, record, now);
    return {
      subject: { kind: "calendar_entry", id: record.id },
      detail: { title: record.title, load: record.load },
      result: record,
    };
  },
});
