import { z } from "zod";
import type { Place } from "../domain/geo.ts";
import type { TwoLanguages } from "../domain/language.ts";
import { sentence } from "../domain/sentence.ts";
import { wordsFor } from "../lib/words.ts";
import type { Look, Moment } from "./sensor.ts";

const PLACES_MAX = 50;
const TITLE_LENGTH_MAX = 200;
const TEXT_LENGTH_MAX = 2_000;
const TOKEN_LENGTH_MIN = 20;

/** "48.85,2.35 45.76,4.83": where we are, as latitude and longitude. */
export const placesField = z
  .string()
  .max(2_000)
  .default("")
  .transform((typed, context): Place[] => {
    const pairs = typed
      .replace(/,\s+/g, ",")
      .split(/[;\s]+/)
      .filter((pair) => pair !== "");
    const places = pairs.flatMap((pair) => placeOf(pair) ?? []);
    if (places.length === pairs.length && places.length <= PLACES_MAX) return places;
    context.addIssue({ code: "custom", message: "expected latitude,longitude" });
    return z.NEVER;
  })
  .meta({
    label: { fr: "Nos lieux", en: "Our places" },
    hint: {
      fr: "Latitude,longitude de chaque lieu, séparées par une espace : 48.85,2.35 45.76,4.83. Vide : partout.",
      en: "Latitude,longitude of each, parted by a space: 48.85,2.35 45.76,4.83. Empty: everywhere.",
    },
  });

function placeOf(pair: string): Place | null {
  const found = /^(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)$/.exec(pair);
  const [lat, lon] = [Number(found?.[1]), Number(found?.[2])];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
}

export const confirmsField = z
  .boolean()
  .default(false)
  .meta({
    label: { fr: "Confirmer aussitôt", en: "Confirm at once" },
    hint: {
      fr: "Un incident confirmé paraît sur la page publique, avec ce titre. Sinon, une personne décide.",
      en: "A confirmed incident stands on the public page, with this title. Otherwise a person decides.",
    },
  });

export const tokenOf = (hint: TwoLanguages) =>
  z
    .string()
    .trim()
    .min(TOKEN_LENGTH_MIN)
    .max(200)
    .meta({ label: { fr: "Jeton", en: "Token" }, hint });

/** One line for a headline, whoever wrote it. */
export const titleLine = (text: string): string =>
  writable(text).replace(/\s+/g, " ").trim().slice(0, TITLE_LENGTH_MAX).toWellFormed();
export const longText = (text: string): string =>
  writable(text).trim().slice(0, TEXT_LENGTH_MAX).toWellFormed();

/** No database takes a NUL, and no reader wants the other signs for machines. */
const writable = (text: string): string => text.replace(/(?![\t\n\r])\p{Cc}/gu, "");

/** A sentence of the locales in both languages. */
export const inBoth = (
  code: string,
  params: (language: "fr" | "en") => Record<string, unknown>,
): TwoLanguages => ({
  fr: wordsFor("fr")(code, params("fr")),
  en: wordsFor("en")(code, params("en")),
});

/** What a trigger that is told instead of asked has to say for itself. */
export async function listening({ sourceId, records }: Moment): Promise<Look> {
  const { lastAt, open } = await records.alerts();
  const isNew = lastAt === null;
  const evidence = isNew
    ? sentence("triggers:listening", { id: sourceId })
    : sentence("triggers:webhook.heard", { open });
  return { kind: "nothing", evidence };
}

/** A link that may be shown: http or https, and nothing else. */
export const webLink = (text: string): string | null =>
  /^https?:\/\/\S+$/i.test(text) && URL.canParse(text) ? text.slice(0, TEXT_LENGTH_MAX) : null;
