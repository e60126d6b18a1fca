/** What may be a link: with its scheme, or a word that could be the name of a site. */
const CANDIDATE =
  /https?:\/\/[^\s<>"]+|(?<![\p{L}\p{N}@#$_./:-])[\p{L}\p{N}][\p{L}\p{N}._-]*(?:\/[^\s<>"]*)?/giu;
const HOST = /^(?:https?:\/\/)?([\p{L}\p{N}._-]+)(?::\d{1,5})?/iu;
/** No network follows a link beyond one of these: a direction mark, say. */
const REST = /^[/?#][\p{Script=Latin}\p{Script=Cyrillic}\p{M}0-9!*';:=+,.$/%#[\]_~@|&()?–-]*/u;
/** With these a link may end; the full stop belongs to the sentence. */
const LAST = /[\p{L}\p{N}=_#/+&-]/u;
/** A part of a name; what is not ASCII becomes longer when it is encoded. */
const LABEL_LENGTH_MAX = 63;
const ENCODED_LENGTH_MAX = 52;
const PATH_LENGTH_MAX = 2_000;
const ENDINGS = new Set(
  (
    "com org net info biz edu gov mil int app dev page link blog news live site online shop store " +
    "tech cloud club city health help care bank email world space xyz top pro paris bzh alsace corsica"
  ).split(" "),
);

/** Where the links of a text stand, without the punctuation behind them. `bare`: names as well. */
export function linksIn(text: string, { bare = false } = {}): { at: number; link: string }[] {
  const found: { at: number; link: string }[] = [];
  for (const { index, 0: candidate } of text.matchAll(CANDIDATE)) {
    if (!bare && !/^https?:/i.test(candidate)) continue;
    const link = linkOf(candidate);
    if (link !== null) found.push({ at: index, link });
  }
  return found;
}

/** The text with each of its links as something else. */
export function withLinksAs(stand: string, text: string, names: { bare?: boolean } = {}): string {
  let [said, at] = ["", 0];
  for (const one of linksIn(text, names)) {
    said += text.slice(at, one.at) + stand;
    at = one.at + one.link.length;
  }
  return said + text.slice(at);
}

function linkOf(candidate: string): string | null {
  const [start = "", host = ""] = HOST.exec(candidate) ?? [];
  const name = host.replace(/[._-]+$/, "");
  const labels = name.split(".");
  if (labels.length < 2 || !labels.every(isLabel)) return null;
  const ending = labels.at(-1)?.toLowerCase() ?? "";
  const isWhole = /^https?:/i.test(candidate);
  if (!isWhole && !/^[a-z]{2}$/.test(ending) && !ENDINGS.has(ending)) return null;
  if (name !== host) return start.slice(0, start.lastIndexOf(host) + name.length);
  const rest = REST.exec(candidate.slice(start.length, start.length + PATH_LENGTH_MAX))?.[0] ?? "";
  let length = rest.length;
  while (length > 0 && !isEnd(rest.slice(0, length))) length -= 1;
  return start + rest.slice(0, length);
}

const countOf = (text: string, sign: string): number => text.split(sign).length - 1;

/** A bracket ends a link that opened it: `/Alarm_(bell)`. */
const isEnd = (rest: string): boolean =>
  LAST.test(rest.slice(-1)) || (rest.endsWith(")") && countOf(rest, "(") >= countOf(rest, ")"));

function isLabel(label: string): boolean {
  const max = /^[\w-]+$/.test(label) ? LABEL_LENGTH_MAX : ENCODED_LENGTH_MAX;
  return label !== "" && label.length <= max;
}
