/** Longer texts are cut: what matters stands at the beginning. */
const TEXT_LENGTH_MAX = 4_000;

/** What a person would read: entities first, because feeds escape their markup. */
export function readable(markup: string): string {
  const plain = unescaped(markup.slice(0, TEXT_LENGTH_MAX));
  return unescaped(plain.replace(/<(?:br|\/p|\/li|\/div)[^>]*>/gi, "\n").replace(/<[^>]*>/g, ""))
    .replace(/[^\S\n]+/g, " ")
    .replace(/\s*\n\s*/g, "\n")
    .trim();
}

const NAMED: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** The entities that need no declaration; `&amp;` last, so that nothing is undone twice. */
export function unescaped(text: string): string {
  return text
    .replace(/&(lt|gt|quot|apos|nbsp);/g, (_all, name: string) => NAMED[name] ?? "")
    .replace(/&#(x[0-9a-f]{1,6}|\d{1,7});/gi, (_all, code: string) => characterOf(code))
    .replaceAll("&amp;", "&");
}

function characterOf(code: string): string {
  const point = Number(code.startsWith("x") || code.startsWith("X") ? `0${code}` : code);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : "";
}
