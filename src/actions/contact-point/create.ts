import { type ContactPointInput, saveContactPoint } from "../../store/contact-points.ts";
import { defineAction } from "../action.ts";
import { requireSound } from "./checked.ts";

/** A new way the public can reach us. */
export const createContactPoint = defineAction({
  name: "contact_point.create",
  needs: "communicator",
  async decide(tx, input: ContactPointInput, { now, newId }) {
    await requireSound(tx, input);
    const record = { ...input, id: newId(), updatedAt: new Date(now) };
    await saveContactPoint(tx, record);
    return {
      subject: { kind: "contact_point", id: record.id },
      detail: { name: input.name, baseline: input.baseline },
      result: record,
    };
  },
});
