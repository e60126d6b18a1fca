import {
  codeOf,
  type LinkPurpose,
  type Signer,
  signSubscriberLink,
} from "../actions/subscriber/links.ts";
import type { Language } from "../domain/language.ts";
import type { Letter, SubscriberKind } from "../domain/subscriber.ts";
import { wordsFor } from "../lib/words.ts";
import { dressed, type Links, type StoryText } from "../pages/subscriber-message.ts";
import type { SubscriberRow } from "../store/subscribers.ts";
import type { Message } from "../transports/transport.ts";
import type { Homes } from "./tell-home.ts";

/** What every message to a subscriber is made with. */
export type Desk = { signer: Signer; homes: Homes; now: number };
type Envelope = { reference: string; expiresAt: number; callbackUrl: string | null };

/** Where the person can change their mind, on the page where they asked. */
export function linksOf(desk: Desk, subscriber: SubscriberRow): Links {
  const { url } = desk.homes(subscriber.page_id);
  const at = (path: string, purpose: LinkPurpose): string =>
    `${url}/${subscriber.language}/${path}?t=${signSubscriberLink(desk.signer, purpose, { subscriber, now: desk.now })}`;
  return { manage: at("subscription", "manage"), unsubscribe: at("unsubscribe", "unsubscribe") };
}

const NO_LINKS: Links = { manage: "", unsubscribe: "" };

/** An update, dressed for one subscriber and the way it travels. */
export function updateMessage(
  desk: Desk,
  to: { subscriber: SubscriberRow; story: StoryText; thread: string },
  envelope: Envelope,
): Message {
  const { subscriber, story } = to;
  const { kind, language, page_id: pageId } = subscriber;
  // Where there is no room for a link, none is signed.
  const links = kind === "push" || kind === "sms" ? NO_LINKS : linksOf(desk, subscriber);
  const { url: page, name } = desk.homes(pageId);
  const of = { kind, story, links, page };
  const { heading, body } = dressed(wordsFor(language), name[language], of);
  return {
    ...frame(desk, subscriber.language, envelope),
    heading,
    body,
    links: { answer: story.url, optOut: subscriber.kind === "email" ? links.unsubscribe : null },
    thread: to.thread,
    ...(kind === "email" && story.calendar ? { files: [calendarFile(story.calendar)] } : {}),
  };
}

/** Any agenda takes it in, and takes the next one in its place. */
const calendarFile = (text: string) => ({
  name: "maintenance.ics",
  type: "text/calendar; charset=utf-8",
  text,
});

/** A letter about the subscription itself. */
export function letterMessage(
  desk: Desk,
  to: { subscriber: SubscriberRow; letter: Letter; shown: string },
  envelope: Envelope,
): Message {
  const { subscriber, letter, shown } = to;
  const { language, kind } = subscriber;
  const words = wordsFor(language);
  const links = linksOf(desk, subscriber);
  const url = urlOf(desk, subscriber, letter) ?? links.manage;
  const sentAt = subscriber.code_sent_at?.getTime() ?? 0;
  const code = letter === "code" ? codeOf(desk.signer.secretKey, subscriber, sentAt) : "";
  const key = `subscribers:letter.${keyOf(letter, kind)}`;
  const { name } = desk.homes(subscriber.page_id);
  const blanks = { name: name[language], url, code, address: shown };
  return {
    ...frame(desk, language, envelope),
    heading: words(`${key}.heading`, blanks),
    body: words(`${key}.body`, blanks),
    links: { answer: letter === "code" ? null : url, optOut: null },
    thread: `subscription-${subscriber.id}`,
  };
}

const keyOf = (letter: Letter, kind: SubscriberKind): string =>
  letter === "known" && kind === "sms" ? "knownSms" : letter;

function urlOf(desk: Desk, subscriber: SubscriberRow, letter: Letter): string | null {
  const base = `${desk.homes(subscriber.page_id).url}/${subscriber.language}`;
  if (letter === "welcome") return base;
  if (letter !== "confirm" && letter !== "owner" && letter !== "room") return null;
  const token = signSubscriberLink(desk.signer, "confirm", { subscriber, now: desk.now });
  return `${base}/subscribe/confirm?t=${token}`;
}

const frame = (desk: Desk, language: Language, envelope: Envelope) => ({
  reference: envelope.reference,
  language,
  validityMs: Math.max(1_000, envelope.expiresAt - desk.now),
  callbackUrl: envelope.callbackUrl,
  at: desk.now,
});
