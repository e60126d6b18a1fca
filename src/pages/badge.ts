import type { PointState } from "../domain/contact-point.ts";
import { isStale, type PublicState } from "../domain/public-state.ts";
import { type Html, xml } from "../lib/html.ts";
import type { PageContext } from "./context.ts";

/** What a badge says: of whom, in which state, in a word. */
export type Badge = { label: string; message: string; state: PointState };
export type BadgeStyle = "flat" | "flat-square";

const LABEL_LENGTH_MAX = 40;
const HEIGHT_PX = 20;
const PADDING_PX = 7;
const SHAPE_PX = 12;
const CORNER_PX = 4;
/** A wide guess for a letter at 11 pixels; `textLength` makes the text fit it exactly. */
const LETTER_PX = 6.6;

/** White text keeps 4.5:1 on each of them. */
const COLOURS: Record<PointState, string> = {
  operational: "#1a7f37",
  unknown: "#5b6570",
  maintenance: "#1f5fbf",
  trouble: "#7a3b8f",
  degraded: "#8a5a00",
  partial: "#b04300",
  major: "#b3202a",
};

/** A shape of its own for every state, in a box of 12 by 12. */
const SHAPES: Record<PointState, Html> = {
  operational: xml`<path d="m2 6.5 3 3 5-7" fill="none" stroke="#fff" stroke-width="2"/>`,
  unknown: xml`<circle cx="6" cy="6" r="4.5" fill="none" stroke="#fff" stroke-width="1.5" stroke-dasharray="2 1.5"/>`,
  maintenance: xml`<path d="M2 1h3v10H2zM7 1h3v10H7z" fill="#fff"/>`,
  trouble: xml`<path d="M6 .5 11.5 6 6 11.5.5 6z" fill="#fff"/>`,
  degraded: xml`<path d="M6 1 11.5 11H.5z" fill="#fff"/>`,
  partial: xml`<circle cx="6" cy="6" r="4.5" fill="none" stroke="#fff" stroke-width="1.5"/><path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="#fff"/>`,
  major: xml`<path d="m2 2 8 8m0-8-8 8" fill="none" stroke="#fff" stroke-width="2.2"/>`,
};

/** The badge of one contact point, or of all of us; null where there is no such contact point. */
export function badgeOf(context: PageContext, component: string | null): Badge | null {
  const { state, now, words, language } = context;
  const point = state.points.find(({ id }) => id === component);
  if (component !== null && point === undefined) return null;
  // A badge has no room for its age: an old one says that nothing is known.
  const shown = isStale(state, now) ? "unknown" : (point?.state ?? ofAll(state));
  const word = words(`public:state.${shown}`);
  const exercise = state.organisation.mode === "training";
  return {
    label: cut(point?.name[language] ?? state.organisation.name),
    message: exercise ? words("public:feed.exercise", { title: word }) : word,
    state: shown,
  };
}

/** Where one way is down and another works, the organisation as a whole is not down. */
function ofAll({ overall, points }: PublicState): PointState {
  const works = points.some(({ state }) => state === "operational" || state === "degraded");
  return overall === "major" && works ? "partial" : overall;
}

export function badgeSvg(badge: Badge, style: BadgeStyle): Html {
  const { label, message, state } = badge;
  const said = `${label}: ${message}`;
  const left = widthOf(label) + 2 * PADDING_PX;
  const textAt = left + PADDING_PX + SHAPE_PX + 4;
  const width = textAt + widthOf(message) + PADDING_PX;
  const corner = style === "flat" ? CORNER_PX : 0;
  return xml`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT_PX}" viewBox="0 0 ${width} ${HEIGHT_PX}" role="img" aria-label="${said}"><title>${said}</title><clipPath id="c"><rect width="${width}" height="${HEIGHT_PX}" rx="${corner}"/></clipPath><g clip-path="url(#c)"><path fill="#24303f" d="M0 0h${left}v${HEIGHT_PX}H0z"/><path fill="${COLOURS[state]}" d="M${left} 0h${width - left}v${HEIGHT_PX}H${left}z"/></g><g transform="translate(${left + PADDING_PX} 4)">${SHAPES[state]}</g><g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">${textOf(label, PADDING_PX)}${textOf(message, textAt)}</g></svg>`;
}

/** What https://shields.io/badges/endpoint-badge reads. */
export const badgeEndpoint = ({ label, message, state }: Badge): object => ({
  schemaVersion: 1,
  label,
  message,
  color: COLOURS[state],
});

const textOf = (text: string, x: number): Html =>
  xml`<text x="${x}" y="14" textLength="${widthOf(text)}" lengthAdjust="spacingAndGlyphs">${text}</text>`;

const widthOf = (text: string): number =>
  Math.max(1, Math.round(Array.from(text).length * LETTER_PX));

function cut(text: string): string {
  const letters = Array.from(text);
  if (letters.length <= LABEL_LENGTH_MAX) return text;
  return `${letters.slice(0, LABEL_LENGTH_MAX - 1).join("")}…`;
}
