import { z } from "zod";
import { sentence } from "../domain/sentence.ts";
import { fold } from "../domain/text/fold.ts";
import {
  speaksOfMajorTrouble,
  speaksOfPlannedWork,
  speaksOfTheEnd,
  speaksOfTrouble,
} from "../domain/text/trouble-words.ts";
import { HOUR_MS } from "../lib/clock.ts";
import { brief } from "./answers.ts";
import type { Entry } from "./feed-xml.ts";
import { fetchFeed } from "./fetch-feed.ts";
import { webAddress } from "./fields.ts";
import { defineSensor, type Look } from "./sensor.ts";

/** A feed is a log, not a state: what nobody closed for this long was forgotten, not lasting. */
const OPEN_MAX_MS = 12 * HOUR_MS;
const ABOUT_LENGTH_MAX = 60;

/** Any RSS or Atom feed that tells of incidents. It can say "trouble", and never "fine". */
export const feed = defineSensor({
  kind: "feed",
  title: { fr: "Flux RSS ou Atom", en: "RSS or Atom feed" },
  signalKind: "official",
  settings: z.object({
    url: webAddress.meta({
      label: { fr: "Adresse du flux", en: "Address of the feed" },
      hint: {
        fr: "Le flux lui-même (souvent /history.atom ou /feed.rss), non la page.",
        en: "The feed itself (often /history.atom or /feed.rss), not the page.",
      },
    }),
    about: z
      .string()
      .trim()
      .max(ABOUT_LENGTH_MAX)
      .default("")
      .meta({
        label: { fr: "Seulement à propos de", en: "Only about" },
        hint: {
          fr: "Un mot que l’annonce doit contenir, par exemple WhatsApp. Vide : toutes comptent.",
          en: "A word that the entry must contain, for example WhatsApp. Empty: all of them count.",
        },
      }),
  }),
  secrets: [],
  everyMs: 300_000,

  async look({ url, about }, wire, { now }) {
    const fetched = await fetchFeed(wire, url);
    if (!fetched.ok) return fetched.look;
    return openOf(lastWords(fetched.entries.filter(mentions(about))), now);
  },
});

const mentions = (about: string) => {
  const wanted = fold(about);
  return ({ title, text }: Entry): boolean => fold(`${title} ${text}`).includes(wanted);
};

/** Feeds with one entry for each update: the newest of an incident speaks for it. */
function lastWords(newestFirst: readonly Entry[]): Entry[] {
  const last = new Map<string, Entry>();
  for (const entry of newestFirst) {
    const incident = entry.link === "" ? entry.title : entry.link;
    if (!last.has(incident)) last.set(incident, entry);
  }
  return [...last.values()];
}

function openOf(entries: readonly Entry[], now: number): Look {
  const open = entries.filter((entry) => isOpen(entry, now));
  const major = open.find(({ title, text }) => speaksOfMajorTrouble(`${title} ${text}`));
  const first = major ?? open[0];
  if (!first) return { kind: "nothing", evidence: sentence("sensors:feed.nothing") };
  const params = { title: brief(first.title) };
  return {
    kind: "reading",
    verdict: major ? "down" : "degraded",
    evidence: sentence(major ? "sensors:feed.major" : "sensors:feed.open", params),
    detail: { open: open.length },
  };
}

function isOpen(entry: Entry, now: number): boolean {
  const { title, text, at } = entry;
  if (at === null || at < now - OPEN_MAX_MS || speaksOfTheEnd(entry)) return false;
  if (speaksOfPlannedWork(title) && !speaksOfTrouble(title)) return false;
  return speaksOfTrouble(`${title} ${text}`);
}
