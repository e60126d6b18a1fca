import { notFound } from "../../lib/errors.ts";
import { lockContact } from "../../store/contacts.ts";
import { defineAction } from "../action.ts";
import { selfLinkLifeMs, signSelfLink } from "./self-link.ts";

/** Makes a link for somebody who asks what we know about them. That it was made is on the record. */
export const openOwnPage = defineAction({
  name: "contact.open-own-page",
  needs: "communicator",
  async decide(tx, { id, page }: { id: number; page: string }, { now, secretKey }) {
    const contact = await lockContact(tx, id);
    if (!contact || contact.erased_at) throw notFound("contact");
    const token = signSelfLink({ secretKey, page }, "own", { contactId: id, now });
    const until = new Date(now + selfLinkLifeMs).toISOString();
    const subject = { kind: "contact", id: String(id) };
    return { subject, detail: { until }, result: { token, until } };
  },
});
