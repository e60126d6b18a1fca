import { notFound } from "../../lib/errors.ts";
import {
  type ContactPointInput,
  findContactPoint,
  saveContactPoint,
} from "../../store/contact-points.ts";
import { defineAction } from "../action.ts";
import { requireSound } from "./checked.ts";

/** Says anew how a contact point works: its name, its hours, its waiting time, its state. */
export const changeContactPoint = defineAction({
  name: "contact_point.change",
  needs: "communicator",
  async decide(tx, input: ContactPointInput & { id: string }, { now }) {
    const before = await findContactPoint(tx, input.id);
    if (before === null) throw notFound("contact_point");
    await requireSound(tx, input);
    const record = { ...input, updatedAt: new Date(now) };
    await saveContactPoint(tx, record);
    return {
      subject: { kind: "contact_point", id: record.id },
      detail: { name: input.name, from: before.baseline, to: input.baseline },
      result: record,
    };
  },
});
