import { type PlatformCrowd, tellable } from "../domain/platform-crowd.ts";
import { isStale } from "../domain/public-state.ts";
import type { ReportShare } from "../domain/report-shares.ts";
import { hashOf } from "../domain/text/fold.ts";
import { type Html, html, xml } from "../lib/html.ts";
import { type Box, MAP_HEIGHT, MAP_WIDTH, worldMap } from "../lib/world-map.ts";
import type { PageContext } from "./context.ts";
import { mapStyle } from "./map-style.ts";
import { percent } from "./tellable.ts";

/** From this part of the excess on, a country is drawn in this way: shape before colour. */
const LEVELS = [
  { name: "most", from: 0.5 },
  { name: "much", from: 0.2 },
  { name: "some", from: 0 },
] as const;

/** How much wider than its countries a view is, how near it may come, and from where on it is the world. */
const MARGIN = 1.7;
const SCALE_MIN = 0.2;
const SCALE_MAX = 0.62;
/** A country with less is neither drawn nor listed: it would read as 0 %. */
const SHARE_MIN = 0.01;

/** The countries that stand out and may be told, the most affected first. */
export function countriesOf(crowd: PlatformCrowd): ReportShare[] {
  return tellable(crowd.shares?.country ?? []).filter(({ share }) => share >= SHARE_MIN);
}

export const countryName = ({ language }: PageContext, code: string): string =>
  names[language].of(code) ?? code;

/** Making these takes longer than drawing the rest of a page. */
const names = {
  fr: new Intl.DisplayNames("fr", { type: "region" }),
  en: new Intl.DisplayNames("en", { type: "region" }),
};

/** Where people report more than usual, as a drawing of its own that caches can keep. */
export function mapSvg(
  context: PageContext,
  platform: { name: string },
  crowd: PlatformCrowd,
): Html {
  const { words } = context;
  const isOld = isStale(context.state, context.now);
  const shares = isOld ? [] : countriesOf(crowd);
  const told = isOld ? words("reports:map.untold") : mapSentence(context, shares);
  const view = viewOf(shares.map(({ key }) => key));
  const areas = shares.flatMap(({ key, share }) => {
    const country = worldMap().countries.find(({ code }) => code === key);
    if (country === undefined) return [];
    const title = `${countryName(context, key)} – ${percent(context, share)}`;
    const shape = view.near ? country.fine : country.path;
    return [
      html`<path class="${levelOf(share)}" stroke-width="${(1.2 * view.unit).toFixed(2)}" d="${shape}"><title>${title}</title></path>`,
    ];
  });
  const title = words("reports:map.title", { name: platform.name });
  return xml`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${view.box}" width="${MAP_WIDTH}" height="${MAP_HEIGHT}" role="img" aria-labelledby="t d" lang="${context.language}"><title id="t">${title}</title><desc id="d">${told}</desc><style>${mapStyle}</style><defs>${patternsAt(view.unit)}</defs>${ground(view)}${areas}</svg>`;
}

/** What the map shows, in one sentence. */
export function mapSentence(context: PageContext, shares: readonly ReportShare[]): string {
  const { words } = context;
  const [first] = shares;
  if (first === undefined) return words("reports:map.none");
  const list = shares.map(
    ({ key, share }) => `${countryName(context, key)} ${percent(context, share)}`,
  );
  return words("reports:map.some", { list: list.join(", ") });
}

/** The same address for the same map, so that an open page loads it again only when it has changed. */
export const mapVersion = (crowd: PlatformCrowd): string =>
  hashOf(
    JSON.stringify(countriesOf(crowd).map(({ key, share }) => [key, share.toFixed(2)])),
  ).toString(36);

export const levelOf = (share: number): "most" | "much" | "some" =>
  LEVELS.find(({ from }) => share >= from)?.name ?? "some";

/** What part of the world is drawn, and how long a unit of the drawing is in it. */
type View = { box: string; near: Box | null; unit: number };

/** As near as the countries allow, so that a small one can be seen; the whole world where they are far apart. */
function viewOf(codes: readonly string[]): View {
  const boxes = worldMap()
    .countries.filter(({ code }) => code !== null && codes.includes(code))
    .map(({ box }) => box);
  const world = { box: `0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`, near: null, unit: 1 };
  if (boxes.length === 0) return world;
  const [left, right] = [min(boxes.map((b) => b.left)), max(boxes.map((b) => b.right))];
  const [top, bottom] = [min(boxes.map((b) => b.top)), max(boxes.map((b) => b.bottom))];
  const scale = max([
    ((right - left) * MARGIN) / MAP_WIDTH,
    ((bottom - top) * MARGIN) / MAP_HEIGHT,
    SCALE_MIN,
  ]);
  if (scale > SCALE_MAX) return world;
  const [width, height] = [MAP_WIDTH * scale, MAP_HEIGHT * scale];
  const x = within((left + right - width) / 2, MAP_WIDTH - width);
  const y = within((top + bottom - height) / 2, MAP_HEIGHT - height);
  const near = { left: x, top: y, right: x + width, bottom: y + height };
  return { box: [x, y, width, height].map((n) => n.toFixed(1)).join(" "), near, unit: scale };
}

/** The land around: all of it from afar, only what is in sight from near. */
function ground({ near, unit }: View): Html {
  const { land, borders, countries } = worldMap();
  if (near === null) {
    return xml`<path class="land" d="${land}"/><path class="borders" stroke-width="0.7" d="${borders}"/>`;
  }
  const seen = countries.filter(({ box }) => meet(box, near)).map(({ fine }) => fine);
  // Each shape begins where the one before it ended only by chance: they are paths of their own.
  return xml`<g class="land near" stroke-width="${(0.8 * unit).toFixed(2)}">${seen.map((shape) => xml`<path d="${shape}"/>`)}</g>`;
}

const meet = (a: Box, b: Box): boolean =>
  a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;

const min = (numbers: readonly number[]): number => Math.min(...numbers);
const max = (numbers: readonly number[]): number => Math.max(...numbers);
const within = (at: number, end: number): number => Math.min(Math.max(at, 0), end);

/** Dots for some, stripes for much; both as fine as the view is near. */
const patternsAt = (unit: number): Html =>
  xml`<pattern id="some" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="scale(${unit.toFixed(3)})"><path class="under" d="M0 0h6v6H0z"/><path class="ink" d="M2 2h2v2H2z"/></pattern><pattern id="much" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="scale(${unit.toFixed(3)}) rotate(45)"><path class="under" d="M0 0h6v6H0z"/><path class="ink" d="M0 0h3v6H0z"/></pattern>`;
