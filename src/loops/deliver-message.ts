import { answeringOf, inSms, isTwoWay } from "../actions/broadcast/wording.ts";
import { signSelfLink } from "../actions/contact/self-link.ts";
import { signLink } from "../actions/reply/by-link.ts";
import { blanksOf, type Composed, dress, fill, OWN_PAGE, textFor } from "../domain/message.ts";
import { type AttemptKey, referenceOf } from "../domain/reference.ts";
import type { Standing } from "../store/deliveries.ts";
import { callbackAddress, type Message } from "../transports/transport.ts";
import type { LiveBroadcast, LiveChannel } from "./deliver-book.ts";

/** What every message is made with. */
export type Desk = { publicUrl: string; callbackBase: string; secretKey: Buffer };

export type Written = { kind: "written"; text: Composed } | { kind: "incomplete"; why: string };

/** Whether this person's blanks can be filled; nobody gets a message with a hole in it. */
export function missingOf(broadcast: LiveBroadcast, person: Standing): string | null {
  if (!broadcast.hasBlanks) return null;
  const values = { ...person.variables, [OWN_PAGE]: OWN_PAGE };
  const filled = fill(textFor(broadcast.texts, person.language), values);
  return filled.kind === "incomplete" ? `missing-value:${filled.missing.join(",")}` : null;
}

export type Addressed = {
  broadcast: LiveBroadcast;
  channel: LiveChannel;
  person: Standing;
  key: AttemptKey;
};

/** The complete message of one attempt. */
export function messageOf(desk: Desk, to: Addressed, sentAt: number): Message {
  const { channel, person, key } = to;
  const links = isTwoWay(channel.row.address_kind)
    ? { answer: null, optOut: null }
    : {
        answer: to.broadcast.asks.kind === "nothing" ? null : linkOf(desk, "answer", key),
        optOut: linkOf(desk, "optOut", key),
      };
  const { heading, body } = textOf(to, links, ownPageOf(desk, to, sentAt));
  return {
    reference: referenceOf(key),
    heading,
    body,
    language: person.language,
    // Nothing stale may arrive after the next rung: the provider is told how long we wait.
    validityMs: Math.max(1_000, person.at.dueAt - sentAt),
    links,
    callbackUrl: callbackAddress(
      channel.row.drill ? desk.callbackBase : desk.publicUrl,
      channel.row.id,
    ),
    at: sentAt,
  };
}

type Links = Message["links"];

function textOf(
  { broadcast, channel, person }: Addressed,
  links: Links,
  ownPage: Record<string, string>,
): Composed {
  const alike = !broadcast.hasBlanks && links.answer === null && links.optOut === null;
  const name = `${channel.row.id}:${person.language}`;
  const known = alike ? broadcast.composed.get(name) : undefined;
  if (known) return known;
  const values = { ...person.variables, ...ownPage };
  const written = textFor(broadcast.texts, person.language);
  const filled = fill(written, values);
  if (filled.kind === "incomplete") throw new Error("A message with holes reached its sending.");
  const style = {
    twoWay: isTwoWay(channel.row.address_kind),
    bodyLengthMax: channel.transport.limits.bodyLengthMax,
  };
  const words = answeringOf(broadcast.asks, person.language, channel.row.address_kind);
  const dressed = dress(filled.text, style, { words, links, drill: broadcast.drill });
  const isSms = channel.row.address_kind === "sms";
  const text = isSms ? { ...dressed, body: inSms(written, dressed.body) } : dressed;
  if (alike) broadcast.composed.set(name, text);
  return text;
}

const linkOf = (desk: Desk, purpose: "answer" | "optOut", key: AttemptKey): string =>
  `${desk.publicUrl}/r/${signLink(desk.secretKey, purpose, key)}`;

/** The link with which this person, and nobody else, can add a second way: where the text has one. */
function ownPageOf(desk: Desk, { broadcast, person }: Addressed, now: number) {
  if (!broadcast.hasBlanks) return {};
  if (!blanksOf(textFor(broadcast.texts, person.language)).includes(OWN_PAGE)) return {};
  const signer = { secretKey: desk.secretKey, page: desk.publicUrl };
  const token = signSelfLink(signer, "second", { contactId: person.contactId, now });
  return { [OWN_PAGE]: `${desk.publicUrl}/me/${token}` };
}
