import { mostOf } from "../domain/post-text.ts";
import type { Notice, PublicIncident } from "../domain/public-state.ts";
import type { IncidentWhat, SubscriberKind } from "../domain/subscriber.ts";
import { plainSms, smsSize, smsText } from "../domain/text/sms-segments.ts";
import type { Words } from "../lib/words.ts";
import type { PageContext } from "./context.ts";
import { labelled, type Said, saidIn, saidOf } from "./notice.ts";
import { proofLines } from "./proof-lines.ts";
import { clockTime, dayOf } from "./time.ts";

/** An SMS is short by nature: so many parts at the most, in any alphabet. */
export const SMS_PARTS_MAX = 3;
const SMS_GIST_MAX = 110;
const PUSH_GIST_MAX = 300;

/** What there is to tell of an incident, as the public page has it. */
export type News = {
  what: IncidentWhat;
  incident: PublicIncident;
  update: Notice | null;
  drill: boolean;
};

export type StoryText = {
  heading: string;
  paragraphs: string[];
  /** The gist, where there is no room for more. */
  gist: string;
  url: string;
  /** What leads back to exactly this text, where it is signed. */
  code: string | null;
  /** The same for an agenda, where it is planned. */
  calendar?: string;
};

/** The words of one language, the same for everybody. */
export function newsText(context: PageContext, news: News): StoryText {
  const { words, state, language, publicUrl } = context;
  const { what, incident, update } = news;
  const said = update === null ? saidOf(context, incident) : saidIn(context, update);
  const { name } = state.organisation;
  const title = what === "resolved" ? incident.title[language] : said.title;
  const drill = news.drill ? `${words("delivery:drill")} ` : "";
  const url = `${publicUrl}/${language}/incidents/${incident.id}`;
  const intro = words(`subscribers:message.intro.${what}`, { title });
  const over = what === "withdrawn" || what === "resolved";
  const body = over ? [] : [...bodyOf(context, said), ...proofOf(context, update)];
  return {
    heading: `${drill}${words(`subscribers:message.heading.${what}`, { name, title })}`,
    paragraphs: [drill === "" ? "" : drill.trim(), intro, ...body].filter((text) => text !== ""),
    gist: `${drill}${body[0] ?? intro}`,
    url,
    code: over ? null : (update?.code ?? null),
  };
}

export type Links = { manage: string; unsubscribe: string };
type Dressing = { kind: SubscriberKind; story: StoryText; links: Links; page: string };

/** The same news as each kind of subscriber gets it. */
export function dressed(
  words: Words,
  name: string,
  of: Dressing,
): { heading: string; body: string } {
  const { kind, story, links } = of;
  const { heading, gist, url } = story;
  switch (kind) {
    case "sms":
      return { heading, body: smsOf(words, of) };
    case "push":
      return { heading, body: cut(gist, PUSH_GIST_MAX) };
    default: {
      const read = words("subscribers:message.read", { url });
      const why = words("subscribers:message.why", { name });
      const manage = lineWith(words, "subscribers:message.manage", links.manage);
      const leave = lineWith(words, "subscribers:message.leave", links.unsubscribe);
      const foot = kind === "email" ? `${why}\n${manage}\n${leave}` : manage;
      return { heading, body: [...story.paragraphs, read, `—\n${foot}`].join("\n\n") };
    }
  }
}

/** A sentence that is the same for everybody but for its address: it is looked up once. */
function lineWith(words: Words, key: string, url: string): string {
  const name = `${words.language} ${key}`;
  const parts = lines.get(name) ?? words(key, { url: BLANK }).split(BLANK);
  lines.set(name, parts);
  return parts.join(url);
}

const BLANK = "\u0000";
const lines = new Map<string, string[]>();

/**
 * Links, code and the way out are never cut. Of the forms that fit, the one that costs least: with
 * letters of the narrow alphabet, or with the code alone instead of the link that ends with it.
 */
function smsOf(words: Words, { story, page }: Dressing): string {
  const { heading, gist, url, code } = story;
  const stop = words("subscribers:message.smsStop");
  const lines = code === null ? null : proofLines(words, page, code);
  const proofs = lines === null ? [""] : [lines.link, lines.code];
  const text = (said: string, proof: string) =>
    smsText([heading, said, url, proof, stop].filter((line) => line !== "").join("\n"));
  const fits = (body: string) => smsSize(body).segments <= SMS_PARTS_MAX;
  const short = cut(gist, SMS_GIST_MAX);
  const whole = proofs
    .flatMap((proof) => [text(short, proof), plainSms(text(short, proof))])
    .filter(fits)
    .sort((one, other) => smsSize(one).segments - smsSize(other).segments);
  if (whole[0] !== undefined) return whole[0];
  const shortest = proofs.at(-1) ?? "";
  const kept = mostOf(SMS_GIST_MAX, (max) => fits(plainSms(text(cut(gist, max), shortest))));
  return plainSms(text(kept > 0 ? cut(gist, kept) : "", shortest));
}

function bodyOf(context: PageContext, said: Said): string[] {
  const { words } = context;
  const next =
    said.nextUpdateAt === null
      ? ""
      : words("subscribers:message.nextUpdate", { time: momentIn(context, said.nextUpdateAt) });
  const source = words("subscribers:message.source", { source: said.source });
  return [labelled(said), said.advice, said.nextStep, next, source].filter(
    (text) => text.trim() !== "",
  );
}

/** How a reader makes sure that the message is ours. */
function proofOf({ words, publicUrl, language }: PageContext, update: Notice | null): string[] {
  if (!update?.code) return [];
  const url = `${publicUrl}/${language}/verify/${update.code}`;
  return [words("verify:line.message", { url })];
}

function momentIn(context: PageContext, at: number): string {
  const time = clockTime(context, at);
  const day = dayOf(context, at);
  if (day === dayOf(context, context.now)) return time;
  return context.words("public:time.dayAndTime", { day, time });
}

/** Between words: half a number or half a link would be another one. */
function cut(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  const start = text.slice(0, lengthMax).replace(/\s\S*$/u, "");
  return `${start.slice(0, lengthMax - 1).trimEnd()}…`;
}
