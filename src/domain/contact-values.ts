import { plainWords } from "./contact-columns.ts";
import { isPlace, type Place } from "./geo.ts";
import type { Language } from "./language.ts";

export const nameLengthMax = 200;
export const attributeLengthMax = 1_000;
const emailLengthMax = 254;

/** A value that was understood, or the name of the sentence that says why not. */
export type Read<T> = { ok: true; value: T } | { ok: false; code: string; params: Params };
type Params = Record<string, string | number>;

const wrong = (code: string, params: Params = {}) => ({ ok: false, code, params }) as const;

/** Without what cannot be seen: copying a number out of a chat brings direction marks along. */
export function clean(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cs}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu, (found) =>
      /[\t\n\r]/.test(found) ? " " : "",
    )
    .trim();
}

const FRENCH = new Set(["fr", "fre", "fra", "f", "french", "francais", "francaise"]);
const ENGLISH = new Set(["en", "eng", "e", "gb", "english", "anglais", "anglaise"]);

/** "fr", "FR-ca", "Français", "english" … Empty means: not said. */
export function readLanguage(text: string): Read<Language | null> {
  const words = plainWords(text);
  const first = words.split(" ")[0] ?? "";
  if (words === "") return { ok: true, value: null };
  if (FRENCH.has(first)) return { ok: true, value: "fr" };
  if (ENGLISH.has(first)) return { ok: true, value: "en" };
  return wrong("language_unknown");
}

const COUNTRY_ALIASES: readonly (readonly [string, string])[] = [
  ["uk", "GB"],
  ["england", "GB"],
  ["great britain", "GB"],
  ["grande bretagne", "GB"],
  ["angleterre", "GB"],
  ["usa", "US"],
  ["united states of america", "US"],
  ["etats unis d amerique", "US"],
  ["fra", "FR"],
  ["bel", "BE"],
  ["che", "CH"],
  ["can", "CA"],
  ["deu", "DE"],
  ["esp", "ES"],
  ["ita", "IT"],
  ["lux", "LU"],
];

/** A two-letter code or a name in either language. Empty means: not said. */
export function readCountry(text: string): Read<string | null> {
  const words = plainWords(text);
  if (words === "") return { ok: true, value: null };
  const code = COUNTRIES.get(words);
  return code === undefined ? wrong("country_unknown") : { ok: true, value: code };
}

function countryNames(): Map<string, string> {
  const names = ["en", "fr"].map(
    (language) => new Intl.DisplayNames([language], { type: "region", fallback: "none" }),
  );
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
  const codes = letters.flatMap((one) => letters.map((other) => one + other));
  const found = new Map<string, string>();
  for (const code of codes) {
    const spoken = names.flatMap((name) => name.of(code) ?? []);
    if (spoken.length === 0 || !isCountry(code)) continue;
    for (const name of [code, ...spoken]) found.set(plainWords(name), code);
  }
  for (const [alias, code] of COUNTRY_ALIASES) found.set(alias, code);
  return found;
}

const NO_COUNTRIES = new Set(["EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"]);

/** Old codes, such as FX for France, turn into the one of today, and are left out. */
const isCountry = (code: string): boolean =>
  !NO_COUNTRIES.has(code) && new Intl.Locale(`und-${code}`).region === code;

const COUNTRIES = countryNames();

const DEGREES = /^[-+]?\d{1,3}(?:[.,]\d{1,20})?$/;

/** Two decimal numbers, with a point or a comma, both or neither. Nobody lives at 0, 0. */
export function readPlace(latitude: string, longitude: string): Read<Place | null> {
  if (latitude === "" && longitude === "") return { ok: true, value: null };
  if (latitude === "" || longitude === "") return wrong("place_half");
  const isWritten = DEGREES.test(latitude) && DEGREES.test(longitude);
  const place = { lat: degreesIn(latitude), lon: degreesIn(longitude) };
  if (!isWritten || !isPlace(place)) return wrong("place_invalid");
  return { ok: true, value: place.lat === 0 && place.lon === 0 ? null : place };
}

const degreesIn = (text: string): number => Number(text.replace(",", "."));

const YES = new Set("yes|y|oui|o|true|vrai|1|x|ok|given|granted|accord|accorde|donne".split("|"));
const NO = new Set(
  "no|n|non|false|faux|0|withdrawn|refused|stop|opt out|optout|unsubscribed|retire|refus|refuse|desabonne|desinscrit".split(
    "|",
  ),
);

/** Whether somebody agreed. Empty means: not said, and so no consent. */
export function readConsent(text: string): Read<"given" | "withdrawn" | null> {
  const words = plainWords(text);
  if (words === "") return { ok: true, value: null };
  if (YES.has(words)) return { ok: true, value: "given" };
  return NO.has(words) ? { ok: true, value: "withdrawn" } : wrong("consent_unclear");
}

const DAY =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?$/;

/** An ISO 8601 day or time; "03/04/2024" is two different days and is refused. */
export function readConsentDate(text: string): Read<string | null> {
  if (text === "") return { ok: true, value: null };
  const found = DAY.exec(text);
  const month = Number(found?.[2]);
  const day = Number(found?.[3]);
  if (!found || month < 1 || month > 12 || day < 1 || day > daysOf(Number(found[1]), month)) {
    return wrong("consent_date");
  }
  const iso = `${found[1]}-${found[2]}-${found[3]}T${found[4] ?? "00:00"}${found[5] ?? "Z"}`;
  return Number.isNaN(Date.parse(iso)) ? wrong("consent_date") : { ok: true, value: iso };
}

const daysOf = (year: number, month: number): number => {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
};

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;
const FOREIGN =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\uff00-\uffef]/u;

/** In lower case, an accented domain in its ASCII form. A letter in disguise is named. */
export function readEmail(text: string): Read<string> {
  const bare = text.replace(/^mailto:/i, "").toLowerCase();
  const at = bare.lastIndexOf("@");
  const local = bare.slice(0, at);
  const domain = bare.slice(at + 1);
  const disguised = FOREIGN.exec(bare)?.[0];
  // A domain wholly in another script is honest; one strange letter among ours is not.
  if (disguised && (FOREIGN.test(local) || /[a-z]/.test(domain.replace(/\.[^.]*$/, "")))) {
    return wrong("email_lookalike", { letter: disguised, codePoint: codePointOf(disguised) });
  }
  const ascii = asciiDomain(domain);
  if (bare.length > emailLengthMax || at < 1 || local.length > 64) return wrong("email_invalid");
  if (!LOCAL.test(local) || !DOMAIN.test(ascii)) return wrong("email_invalid");
  return { ok: true, value: `${local}@${ascii}` };
}

function asciiDomain(domain: string): string {
  if (!/[^\x20-\x7e]/.test(domain) || /[\s/?#@:\\%]/.test(domain)) return domain;
  const url = `http://${domain}`;
  return URL.canParse(url) ? new URL(url).hostname : domain;
}

const codePointOf = (letter: string): string =>
  `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
