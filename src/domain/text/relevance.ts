import { fold, POST_LENGTH_MAX } from "./fold.ts";
import { nameMatchers, PLATFORM_NAMES } from "./platform-names.ts";

/** Whether a post is about a platform, about something of the same name, or does not name it. */
export type Relevance = "about" | "homonym" | "unnamed";

const matchers = new Map(
  Object.entries(PLATFORM_NAMES).map(([id, names]) => [id, nameMatchers(names)]),
);

/** Words that keep company with a messenger and not with a road, a railway or a runner. */
const company = new RegExp(
  "messag|mensa[jg]|\\bapp|\\bchat|\\bgroup|grupo|notif|\\bcall|appel|llamad|chamad|" +
    "ligac|sticker|\\bdown\\b|panne|ca[iy]|outage|connect|conect|server|serv[ei]|" +
    "web\\b|envo|envi|send|\\bsent|deliver|entreg|marche|bug|crash|plant|\\bdead\\b|" +
    "died|mort|muert|funciona|fonction|work|load|charg|carg|carreg|anda\\b|probl|issue|" +
    "soucis?\\b|stuck|telegram|whatsapp|back\\b|again|volvi|volt|resol|repar|compte|" +
    "account|telech|download",
  "u",
);

/** A platform that we have no names for is never spoken of. */
export function relevanceOf(text: string, platform: string): Relevance {
  const names = matchers.get(platform);
  if (!names) return "unnamed";
  const folded = fold(text.slice(0, POST_LENGTH_MAX));
  const has = (pattern: RegExp | null) => pattern !== null && folded.search(pattern) >= 0;
  if (has(names.certain)) {
    return names.doubtful === null && has(names.otherSense) ? "homonym" : "about";
  }
  if (!has(names.doubtful)) return "unnamed";
  return !has(names.otherSense) && company.test(folded) ? "about" : "homonym";
}

/** The platform that a hashtag names, alone or with a complaint behind it. */
export function platformOf(tag: string): string | null {
  const hash = `#${fold(tag.replace("#", ""))}`;
  const found = [...matchers].find(
    ([, { certain, doubtful }]) =>
      (certain !== null && hash.search(certain) >= 0) ||
      (doubtful !== null && hash.search(doubtful) >= 0),
  );
  return found?.[0] ?? null;
}
