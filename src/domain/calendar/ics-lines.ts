/** One unfolded line: NAME;PARAM=value:VALUE. `number` is where it began in the file, from 1. */
export type ContentLine = {
  number: number;
  name: string;
  params: Record<string, string>;
  value: string;
};

const lineLengthMax = 10_000;
const paramsMax = 20;

/** The lines of an iCalendar text, unfolded. Longer lines are cut, what is no line is dropped. */
export function contentLines(text: string): ContentLine[] {
  const raw = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const unfolded: { number: number; parts: string[]; length: number }[] = [];
  raw.forEach((line, index) => {
    const last = unfolded.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) {
      if (last.length < lineLengthMax) last.parts.push(line.slice(1));
      last.length += line.length;
    } else unfolded.push({ number: index + 1, parts: [line], length: line.length });
  });
  return unfolded.flatMap(({ number, parts }) => {
    const read = readLine(parts.join("").slice(0, lineLengthMax));
    return read === null ? [] : [{ number, ...read }];
  });
}

/** A colon within quotes belongs to a parameter. */
function readLine(line: string): Omit<ContentLine, "number"> | null {
  const pieces = splitHead(line);
  if (pieces === null) return null;
  const [head = "", value] = [pieces.head[0], pieces.value];
  if (!/^[A-Za-z0-9-]+$/.test(head)) return null;
  const params: Record<string, string> = Object.create(null);
  for (const piece of pieces.head.slice(1, paramsMax)) {
    const [, name = "", given = ""] = /^([^=]+)=(.*)$/s.exec(piece) ?? [];
    if (name !== "") params[name.toUpperCase()] = given.replaceAll('"', "");
  }
  return { name: head.toUpperCase(), params, value };
}

function splitHead(line: string): { head: string[]; value: string } | null {
  const head: string[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at];
    if (sign === '"') quoted = !quoted;
    if (quoted || (sign !== ";" && sign !== ":")) continue;
    head.push(line.slice(from, at));
    from = at + 1;
    if (sign === ":") return { head, value: line.slice(from) };
  }
  return null;
}

/** What is written, without the escapes, the control signs and the marks that turn the reading direction. */
export function plainText(value: string): string {
  return value
    .replace(/\\([nN])/g, " ")
    .replace(/\\([\\;,])/g, "$1")
    .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
}
