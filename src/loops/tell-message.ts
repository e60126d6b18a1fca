import {
  codeOf,
  type LinkPurpose,
  type Signer,
  signSubscriberLink,
} from "../actions/subscriber/links.ts";
import type { Language } from "../domain/language.ts";
import type { Letter, SubscriberKind } from "../domain/subscriber.ts";
import { wordsFor } from "../lib/words.ts";
import type { SubscriberRow } from "../store/subscribers.ts";
import type { Message } from "../transports/transport.ts";
import { type StoryText, wordsIn } from "./tell-story.ts";

/** An SMS is short by nature: three parts at the most, in any alphabet. */
const SMS_GIST_MAX = 110;
const PUSH_GIST_MAX = 300;

/** What every message to a subscriber is made with. */
export type Desk = { signer: Signer; name: string; now: number };
export type Links = { manage: string; unsubscribe: string };
type Envelope = { reference: string; expiresAt: number };

/** Where the person can change their mind, signed for this page alone. */
export function linksOf(desk: Desk, subscriber: SubscriberRow): Links {
  const at = (path: string, purpose: LinkPurpose): string =>
    `${desk.signer.page}/${subscriber.language}/${path}?t=${signSubscriberLink(desk.signer, purpose, { subscriber, now: desk.now })}`;
  return { manage: at("subscription", "manage"), unsubscribe: at("unsubscribe", "unsubscribe") };
}

/** An update, dressed for one subscriber and the way it travels. */
export function updateMessage(
  desk: Desk,
  to: { subscriber: SubscriberRow; story: StoryText; thread: string },
  envelope: Envelope,
): Message {
  const { subscriber, story } = to;
  const links = linksOf(desk, subscriber);
  const { heading, body } = dressed(desk, { subscriber, story, links });
  return {
    ...frame(desk, subscriber.language, envelope),
    heading,
    body,
    links: { answer: story.url, optOut: subscriber.kind === "email" ? links.unsubscribe : null },
    thread: to.thread,
  };
}

function dressed(
  { name }: Desk,
  of: { subscriber: SubscriberRow; story: StoryText; links: Links },
): { heading: string; body: string } {
  const { subscriber, story, links } = of;
  const words = wordsIn(subscriber.language);
  const { heading, gist, url } = story;
  switch (subscriber.kind) {
    case "sms": {
      const stop = words("subscribers:message.smsStop");
      return { heading, body: `${heading}\n${cut(gist, SMS_GIST_MAX)}\n${url}\n${stop}` };
    }
    case "push":
      return { heading, body: cut(gist, PUSH_GIST_MAX) };
    default: {
      const read = words("subscribers:message.read", { url });
      const why = words("subscribers:message.why", { name });
      const manage = words("subscribers:message.manage", { url: links.manage });
      const leave = words("subscribers:message.leave", { url: links.unsubscribe });
      const foot = subscriber.kind === "email" ? `${why}\n${manage}\n${leave}` : manage;
      return { heading, body: [...story.paragraphs, read, `—\n${foot}`].join("\n\n") };
    }
  }
}

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
  const blanks = { name: desk.name, url, code, address: shown };
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
  const { page } = desk.signer;
  const base = `${page}/${subscriber.language}`;
  if (letter === "welcome") return base;
  if (letter !== "confirm" && letter !== "owner" && letter !== "room") return null;
  const token = signSubscriberLink(desk.signer, "confirm", { subscriber, now: desk.now });
  return `${base}/subscribe/confirm?t=${token}`;
}

const frame = (desk: Desk, language: Language, { reference, expiresAt }: Envelope) => ({
  reference,
  language,
  validityMs: Math.max(1_000, expiresAt - desk.now),
  callbackUrl: null,
  at: desk.now,
});

/** Between words: half a number or half a link would be another one. */
const cut = (text: string, lengthMax: number): string =>
  text.length <= lengthMax
    ? text
    : `${text
        .slice(0, lengthMax)
        .replace(/\s\S*$/u, "")
        .slice(0, lengthMax - 1)
        .trimEnd()}…`;
