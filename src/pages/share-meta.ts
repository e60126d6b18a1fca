import type { PublicIncident } from "../domain/public-state.ts";
import { type Html, html } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import { saidOf } from "./notice.ts";
import { SHAPES } from "./share-image.ts";

const LOCALES = { fr: "fr_FR", en: "en_GB" } as const;
const DESCRIPTION_LENGTH_MAX = 200;

/** What a network shows when somebody shares the page (https://ogp.me): our words, our picture. */
export function shareMeta(context: PageContext, incident: PublicIncident | undefined): Html | null {
  if (incident === undefined) return null;
  const tags = shareTags(context, incident);
  const named = tags.map(([name, text]) => html`<meta property="${name}" content="${text}">`);
  const card = incident.notice?.code ? "summary_large_image" : "summary";
  return html`${named}<meta name="twitter:card" content="${card}">`;
}

/** By name, what a network reads of the page to draw its card. */
export function shareTags(
  context: PageContext,
  incident: PublicIncident,
): (readonly [string, string])[] {
  const { state, publicUrl, language } = context;
  const said = saidOf(context, incident);
  const page = `${publicUrl}/${language}/incidents/${incident.id}`;
  return [
    ["og:type", "article"],
    ["og:site_name", state.organisation.name],
    ["og:title", said.title],
    ["og:description", cardText(said.message)],
    ["og:url", page],
    ["og:locale", LOCALES[said.spoken]],
    ...imageTags(context, incident, page),
  ];
}

/** As much of a message as a card has room for. */
export const cardText = (message: string): string => message.slice(0, DESCRIPTION_LENGTH_MAX);

function imageTags(
  { words, state }: PageContext,
  { notice, title }: PublicIncident,
  page: string,
): (readonly [string, string])[] {
  if (!notice?.code) return [];
  const [width, height] = SHAPES.image;
  const { name } = state.organisation;
  const said = notice.texts[words.language].title || title[words.language];
  return [
    // Networks keep a picture by its address: a new version gets a new one.
    ["og:image", `${page}/image.png?v=${notice.code}`],
    ["og:image:type", "image/png"],
    ["og:image:width", String(width)],
    ["og:image:height", String(height)],
    ["og:image:alt", words("verify:image.alt", { name, title: said })],
  ];
}
