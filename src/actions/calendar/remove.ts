import { notFound } from "../../lib/errors.ts";
import { deleteEntry, findEntry } from "../../store/calendar.ts";
import { defineAction } from "../action.ts";

/** An entry is no longer expected. */
export const removeEntry = defineAction({
  name: "calendar.remove",
  needs: "responder",
  async decide(tx, input: { id: string }) {
    const before = await findEntry(tx, input.id);
    if (before === null) throw notFound("calendar_entry");
    await deleteEntry(tx, input.id);
    return {
      subject: { kind: "calendar_entry", id: input.id },
      detail: { title: before.title },
      result: null,
    };
  },
});
