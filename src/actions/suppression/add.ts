import { clean, readEmail } from "../../domain/contact-values.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { parsePhone } from "../../lib/phone.ts";
import { lockContact } from "../../store/contacts.ts";
import type { Tx } from "../../store/database.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { insertSuppressions } from "../../store/suppressions.ts";
import { defineAction } from "../action.ts";
import { readAddress } from "../contact/change.ts";

export type SuppressionInput = {
  /** Who, or which address: one of the two. */
  contactId?: number | undefined;
  address?: string | undefined;
  /** Only this way; without it, whatever way the address stands for. */
  kind?: string | null | undefined;
  reason: string;
  source: string;
  until?: number | null | undefined;
};

const addressLengthMax = 500;

/**
 * Puts a person or an address on the list of those that nobody may write to, whatever they agreed
 * to and however critical the message is. What is on its way to them ends in this transaction.
 */
export const addSuppression = defineAction({
  name: "suppression.add",
  needs: "communicator",
  async decide(tx, input: SuppressionInput, { actor, now }) {
    const target = await targetOf(tx, input);
    const until = input.until ?? null;
    if (until !== null && until <= now) throw refusal("invalid", "audience:suppression.past");
    const { added } = await insertSuppressions(tx, [
      {
        ...target,
        reason: clean(input.reason),
        source: clean(input.source),
        until: until === null ? null : new Date(until),
        created_at: new Date(now),
        created_by: actor.name,
      },
    ]);
    // The address itself stays out of the record, which is kept for ever.
    const id = String(input.contactId ?? "address");
    const subject = { kind: input.contactId === undefined ? "suppression" : "contact", id };
    return {
      subject,
      detail: { reason: clean(input.reason), new: added === 1 },
      result: { added },
    };
  },
});

async function targetOf(tx: Tx, { contactId, address, kind }: SuppressionInput) {
  if ((contactId === undefined) === (address === undefined)) {
    throw refusal("invalid", "audience:suppression.one_of_two");
  }
  if (contactId !== undefined) {
    const contact = await lockContact(tx, contactId);
    if (!contact || contact.erased_at) throw notFound("contact");
    return { contact_id: contactId, kind: null, value: null };
  }
  const { default_country: home } = await readOrganisation(tx);
  const value = readSuppressed(address ?? "", { kind: kind ?? null, home });
  return { contact_id: null, kind: kind ?? null, value };
}

/** An address as contacts have it, or it would keep nobody from anything. */
export function readSuppressed(
  typed: string,
  { kind, home }: { kind: string | null; home: string | null },
): string {
  const text = clean(typed);
  if (kind !== null) return readAddress(kind, text, home);
  if (text === "" || text.length > addressLengthMax) {
    throw refusal("invalid", "audience:suppression.no_address");
  }
  if (text.includes("@") && !text.startsWith("@")) {
    const email = readEmail(text);
    if (email.ok) return email.value;
    throw refusal("invalid", `audience:row.${email.code}`, { ...email.params, value: text });
  }
  if (!/^[+\d][\d\s().+/-]{3,}$/.test(text)) return text;
  const phone = parsePhone(text, home);
  // A chat has a number, too: what is no phone number is taken as it stands.
  return phone.ok ? phone.value : text;
}
