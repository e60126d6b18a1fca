import { notFound } from "../../lib/errors.ts";
import { insertConsents } from "../../store/consents.ts";
import { lockContact } from "../../store/contacts.ts";
import { defineAction } from "../action.ts";

export type ConsentInput = {
  id: number;
  kind: string;
  state: "given" | "withdrawn";
  /** What the person agreed to, or said, in the words they saw or used. */
  wording: string;
  /** Where and how it was said: a form, a call, a letter. */
  source: string;
};

/** Notes what a person said about being written to. It is in force from now on. */
export const recordConsent = defineAction({
  name: "contact.record-consent",
  needs: "communicator",
  async decide(tx, { id, kind, state, wording, source }: ConsentInput, { now }) {
    const contact = await lockContact(tx, id);
    if (!contact || contact.erased_at) throw notFound("contact");
    const at = new Date(now);
    await insertConsents(tx, [
      { contact_id: id, kind, state, wording, source, origin: "record", at },
    ]);
    const subject = { kind: "contact", id: String(id) };
    return { subject, detail: { kind, state, source }, result: undefined };
  },
});
