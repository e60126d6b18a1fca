/** Markup that is safe to send. Only `html` and `xml` make it: its class never leaves this file. */
class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Html = Markup;

/** What may stand in a template: text is escaped, markup is kept, nothing is left out silently. */
export type Piece = string | number | Html | null | undefined | false | readonly Piece[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};
/** Characters that XML 1.0 forbids even as references (2.2), and that nobody needs in HTML. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are to be dropped.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
/** A value here would stand in an attribute without quotes, where no escaping can hold it. */
const UNQUOTED = /=\s*$/;

/** A template that escapes every value that is not markup already, in text and in attributes. */
export function html(literals: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let text = literals[0] ?? "";
  for (const [index, piece] of pieces.entries()) {
    if (UNQUOTED.test(literals[index] ?? "")) throw new Error("An attribute needs its quotes.");
    text += written(piece) + (literals[index + 1] ?? "");
  }
  return new Markup(text);
}

/** The same for feeds and SVG: what `html` writes is well-formed in both. */
export const xml = html;

/** Data for programs that read the page (JSON-LD). Nothing in it can end the block it stands in. */
export function dataScript(value: object): Html {
  const text = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return new Markup(`<script type="application/ld+json">${text}</script>`);
}

/** Joins pieces with markup in between. */
export function joined(pieces: readonly Piece[], between: Piece): Html {
  return html`${pieces.flatMap((piece, index) => (index === 0 ? [piece] : [between, piece]))}`;
}

function written(piece: Piece): string {
  if (piece instanceof Markup) return piece.toString();
  if (piece === null || piece === undefined || piece === false) return "";
  if (typeof piece === "object") return piece.map(written).join("");
  return escaped(String(piece));
}

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(FORBIDDEN, "")
    .replace(/[&<>"'`]/g, (found) => ESCAPES[found] ?? "");
}
