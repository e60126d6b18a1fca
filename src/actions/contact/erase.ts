import { notFound, refusal } from "../../lib/errors.ts";
import { lockContact } from "../../store/contacts.ts";
import { eraseContact, isBeingWrittenTo } from "../../store/erasure.ts";
import { defineAction } from "../action.ts";

/** Forgets a person for good (GDPR, article 17). That it was done stays on the record. */
export const forgetContact = defineAction({
  name: "contact.erase",
  needs: "administrator",
  async decide(tx, input: { id: number }, { now }) {
    const contact = await lockContact(tx, input.id);
    if (!contact || contact.erased_at) throw notFound("contact");
    if (await isBeingWrittenTo(tx, contact.id)) {
      throw refusal("conflict", "audience:erase.under_way");
    }
    await eraseContact(tx, contact.id, new Date(now));
    return { subject: { kind: "contact", id: String(contact.id) }, result: undefined };
  },
});
