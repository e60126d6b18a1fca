import type { Notice } from "../domain/public-state.ts";
import { shownCode } from "../domain/verify/code.ts";
import type { Font } from "../lib/font.ts";
import { type Html, html, xml } from "../lib/html.ts";
import { qrPath } from "../lib/qr.ts";
import type { PageContext } from "./context.ts";
import { clockTime, dayOf } from "./time.ts";

export const SHAPES = { image: [1200, 630], square: [1080, 1080] } as const;
export type Shape = keyof typeof SHAPES;
export type ShareFonts = { regular: Font; bold: Font };

const MARGIN = 64;
const GAP = 28;
const CODE_BAND = 240;
const TITLE_SIZES = [76, 68, 60, 52, 46, 40, 34] as const;
const NAME_SIZES = [40, 34, 28, 22] as const;
const TONES: Record<Notice["severity"], string> = {
  degraded: "#7d4d00",
  partial: "#9a3a00",
  major: "#b1121d",
  resolved: "#146c3c",
};

/** An announcement as a picture that carries its own proof: who, what, when, and where to check. */
export function shareImage(
  context: PageContext,
  { notice, shape, fonts }: { notice: Notice; shape: Shape; fonts: ShareFonts },
): Html {
  const [width, height] = SHAPES[shape];
  const { words, state, language } = context;
  const tone = TONES[notice.severity];
  const name = drawable(state.organisation.name, fonts.bold);
  const title = drawable(notice.texts[language].title, fonts.bold);
  const severity = words(`verify:image.severity.${notice.severity}`);
  const isDrill = state.organisation.mode === "training";
  return xml`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Open Sans"><rect width="${width}" height="${height}" fill="#fff"/>${watermark(`${name} · ${shownCode(notice.code ?? "")}`, fonts.regular, [width, height])}<rect width="${width}" height="112" fill="#152238"/>${bell()}${headline(name, fonts.bold, width - 176 - MARGIN)}<rect y="112" width="16" height="${height - 112}" fill="${tone}"/>${shapeOf(notice.severity, tone)}<text x="${MARGIN + 76}" y="198" font-size="38" font-weight="700" fill="${tone}">${severity}${isDrill ? html` · ${words("verify:image.drill")}` : null}</text>${titleLines(title, fonts.bold, { width: width - 2 * MARGIN, top: 248, bottom: height - CODE_BAND - GAP })}${foot(context, notice, { width, height, font: fonts.regular })}</svg>`;
}

/** What the font has no drawing for would be an empty box: it is left out. */
export function drawable(text: string, font: Font): string {
  const known = Array.from(text.normalize("NFC")).map((letter) => {
    if (/\s/.test(letter)) return " ";
    if (/\p{Cf}|\p{Cc}|\p{Cs}/u.test(letter)) return "";
    return font.has(letter.codePointAt(0) ?? 0) ? letter : " ";
  });
  return known.join("").replace(/ +/g, " ").trim();
}

/** The largest size in which all of it fits, and the lines it then has; cut only in the smallest. */
export function fitted(
  text: string,
  font: Font,
  box: { width: number; height: number; sizes: readonly number[] },
): { size: number; lines: string[] } {
  const lineCount = (size: number) => Math.max(1, Math.floor(box.height / (size * 1.25)));
  for (const size of box.sizes) {
    const lines = wrapped(text, font, { width: box.width, size });
    if (lines.length <= lineCount(size)) return { size, lines };
  }
  const size = box.sizes.at(-1) ?? 0;
  const lines = wrapped(text, font, { width: box.width, size }).slice(0, lineCount(size));
  const last = lines.pop() ?? "";
  return { size, lines: [...lines, cut(last, font, { width: box.width, size })] };
}

type Measure = { width: number; size: number };

function wrapped(text: string, font: Font, { width, size }: Measure): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((each) => pieces(each, font, { width, size }))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || font.width(longer, size) <= width) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = word;
  }
  return line === "" ? lines : [...lines, line];
}

/** A word that is wider than the picture is broken where it must be. */
function pieces(word: string, font: Font, { width, size }: Measure): string[] {
  const found: string[] = [];
  let piece = "";
  for (const letter of word) {
    if (piece !== "" && font.width(piece + letter, size) > width) {
      found.push(piece);
      piece = "";
    }
    piece += letter;
  }
  return [...found, piece];
}

function cut(line: string, font: Font, { width, size }: Measure): string {
  let kept = line;
  while (kept !== "" && font.width(`${kept}…`, size) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}

function titleLines(
  title: string,
  font: Font,
  box: { width: number; top: number; bottom: number },
): Html {
  const height = box.bottom - box.top;
  const { size, lines } = fitted(title, font, { width: box.width, height, sizes: TITLE_SIZES });
  return xml`${lines.map((line, index) => xml`<text x="${MARGIN}" y="${Math.round(box.top + size * (0.95 + 1.25 * index))}" font-size="${size}" font-weight="700" fill="#17202e">${line}</text>`)}`;
}

function headline(name: string, font: Font, width: number): Html {
  const { size, lines } = fitted(name, font, { width, height: 50, sizes: NAME_SIZES });
  return xml`<text x="152" y="${Math.round(56 + size * 0.36)}" font-size="${size}" font-weight="700" fill="#fff">${lines[0] ?? ""}</text>`;
}

type Foot = { width: number; height: number; font: Font };

/** When it was true, and how to check it. */
function foot(context: PageContext, notice: Notice, { width, height, font }: Foot): Html {
  const { words, state, publicUrl, language } = context;
  const at = notice.publishedAt;
  const day = dayOf(context, at);
  const zone = state.organisation.timeZone;
  const as = drawable(words("verify:image.as", { day, time: clockTime(context, at), zone }), font);
  const code = notice.code ?? "";
  const link = `${publicUrl}/${language}/verify/${code}`;
  const { size, path } = qrPath(link);
  const side = CODE_BAND - MARGIN / 2;
  const left = width - MARGIN - side;
  const top = height - CODE_BAND;
  const room = left - MARGIN - GAP;
  const shown = link.replace(/^https?:\/\//, "");
  const line = (text: string, y: number, sizes: readonly number[]) => {
    const fit = fitted(text, font, { width: room, height: 44, sizes });
    return xml`<text x="${MARGIN}" y="${y}" font-size="${fit.size}" fill="#3b4756">${fit.lines[0] ?? ""}</text>`;
  };
  return xml`<path d="M${MARGIN} ${top - 16}h${width - 2 * MARGIN}" stroke="#c9d0d9" stroke-width="2"/>${line(as, top + 34, [30, 26, 22, 18])}<text x="${MARGIN}" y="${top + 112}" font-size="56" font-weight="700" letter-spacing="3" fill="#17202e">${shownCode(code)}</text>${line(`${words("verify:image.verify")} ${shown}`, top + 172, [26, 22, 19, 16, 14, 12])}<g transform="translate(${left} ${top}) scale(${side / size})"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}" fill="#000" shape-rendering="crispEdges"/></g>`;
}

/** The name and the code over all of it: a picture that was cut still says whose it is. */
function watermark(text: string, font: Font, [width, height]: readonly [number, number]): Html {
  const step = Math.max(220, font.width(text, 24) + 60);
  const marks: Html[] = [];
  for (let row = 0, y = -height; y < 2 * height; row++, y += 92) {
    for (let x = -width - (row % 2) * (step / 2); x < 2 * width; x += step) {
      marks.push(xml`<text x="${Math.round(x)}" y="${y}">${text}</text>`);
    }
  }
  return xml`<g font-size="24" fill="#17202e" fill-opacity="0.07" transform="rotate(-24 ${width / 2} ${height / 2})">${marks}</g>`;
}

const bell = (): Html =>
  xml`<g transform="translate(64 24) scale(2.7)" fill="#ffd166"><path d="M12 2a2 2 0 0 1 2 2v.6c2.9.9 5 3.5 5 6.7V17l2 2v1H3v-1l2-2v-5.700c0-3.200 2.100-5.800 5-6.700V4a2 2 0 0 1 2-2zM9.500 21h5a2.500 2.500 0 0 1-5 0z"/></g>`;

/** A shape for each severity, so that no colour has to be seen. */
function shapeOf(severity: Notice["severity"], tone: string): Html {
  const shapes: Record<Notice["severity"], Html> = {
    degraded: xml`<path d="M28 4 54 50H2z"/><path d="M28 20v14m0 7v1" stroke="#fff" stroke-width="5" stroke-linecap="round"/>`,
    partial: xml`<path d="M28 2 54 28 28 54 2 28z"/><path d="M28 16v15m0 8v1" stroke="#fff" stroke-width="5" stroke-linecap="round"/>`,
    major: xml`<path d="M17 2h22l15 15v22L39 54H17L2 39V17z"/><path d="m19 19 18 18m0-18L19 37" stroke="#fff" stroke-width="5" stroke-linecap="round"/>`,
    resolved: xml`<circle cx="28" cy="28" r="26"/><path d="m16 29 8.500 8.500L41 21" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round"/>`,
  };
  return xml`<g transform="translate(${MARGIN} 156)" fill="${tone}">${shapes[severity]}</g>`;
}
