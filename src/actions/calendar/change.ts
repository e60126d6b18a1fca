import { notFound } from "../../lib/errors.ts";
import { findEntry, saveEntry } from "../../store/calendar.ts";
import { defineAction } from "../action.ts";
import { type EntryInput, requireSoundEntry, YEARLY } from "./checked.ts";

/** An entry says something else. How it came back before, it still does, unless it is once only now. */
export const changeEntry = defineAction({
  name: "calendar.change",
  needs: "responder",
  async decide(tx, input: EntryInput & { id: string }, { now }) {
    const { yearly, ...entry } = input;
    const before = await findEntry(tx, input.id);
    if (before === null) throw notFound("calendar_entry");
    await requireSoundEntry(tx, input);
    const moved = before.from !== entry.from;
    const kept = moved ? null : before.repeat;
    const repeat = yearly ? (kept ?? { ...YEARLY, except: [] }) : null;
    const record = { ...entry, uid: before.uid, repeat };
    await saveEntry(tx, record, now);
    return {
      subject: { kind: "calendar_entry", id: record.id },
      detail: { title: record.title, load: record.load },
      result: record,
    };
  },
});
