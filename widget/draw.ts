import type { BannerView } from "../src/http/api/views/banner.ts";

type Known = NonNullable<BannerView>;
type Newer = "lang" | "label";
/**
 * What a banner looks like: on other sites, and in the preview of whoever writes it. A copy, or what
 * a browser kept, may be of a time that knew less.
 */
export type Told = Omit<Known, Newer> & Partial<Pick<Known, Newer>>;

const CSS = [
  ":host{all:initial;display:block}",
  "div{position:relative;padding:12px 56px 12px 18px;font:16px/1.5 system-ui,sans-serif;",
  "color:#17202e;background:#eceff3;border-bottom:4px solid #4b5563}",
  ".major{background:#fdeaea;border-color:#b1121d}",
  ".partial{background:#feeee2;border-color:#9a3a00}",
  ".degraded{background:#fdf3dc;border-color:#7d4d00}",
  ".operational{background:#e6f4ec;border-color:#146c3c}",
  "p{margin:0 auto 4px;max-width:70rem}",
  "small{display:block;margin:auto;max-width:70rem}",
  "a{color:#0b4fa8;margin-inline-end:12px}",
  "p+p a{font-weight:600}",
  "button{position:absolute;top:8px;inset-inline-end:12px;width:36px;height:36px;",
  "font:24px/1 sans-serif;color:inherit;background:none;border:1px solid;border-radius:6px;",
  "cursor:pointer}",
  ":focus-visible{outline:3px solid #0b4fa8;outline-offset:2px}",
  "@media(prefers-reduced-motion:no-preference){div{animation:a .2s}",
  "@keyframes a{from{opacity:0}",
  "}",
  "}",
  "@media print{:host{display:none}",
  "}",
].join("");

const make = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  parent: ParentNode,
  text?: string,
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  parent.append(made);
  return made;
};

const link = (parent: ParentNode, text: string, href: string) => {
  if (/^(https?|tel|sms|mailto):/i.test(href)) make("a", parent, text).href = href;
};

const WORDS = {
  fr: ["Annonce", "Fermer", "Ce qui fonctionne :", "En savoir plus", "Exact", "à l’instant"],
  en: ["Notice", "Close", "What works:", "Learn more", "True", "just now"],
} as const;

/** How old the words are, beside the page's clock. */
export const ageOf = ({ generatedAt }: Told, language: "fr" | "en", now: number): string => {
  const minutes = Math.floor((now - generatedAt) / 6e4);
  const relative = new Intl.RelativeTimeFormat(language);
  const ago =
    minutes < 60
      ? relative.format(-minutes, "minute")
      : relative.format(-Math.floor(minutes / 60), "hour");
  return `${WORDS[language][4]} ${minutes < 1 ? WORDS[language][5] : ago}.`;
};

/** Draws it with a style of its own; `age` is left empty for who keeps the time. */
export const sectionOf = (banner: Told, language: "fr" | "en", close: () => void) => {
  const words = WORDS[language];
  const section = document.createElement("section");
  section.setAttribute("aria-label", words[0]);
  section.lang = language;
  const root = section.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [sheet];
  const body = make("div", root);
  body.className = banner.severity;
  const text = make("p", body);
  if (banner.exercise) make("b", text, `${banner.exercise} `);
  const { label = "", lang = language } = banner;
  make("b", text, banner.title).lang = lang;
  // Without a dash the title would run into the first sentence, also where it is read aloud.
  text.append(` – ${label} `);
  make("span", text, banner.text.slice(label.length)).lang = lang;
  text.append(" ");
  link(text, words[3], banner.link);
  if (banner.alternatives.length) {
    const ways = make("p", body, words[2]);
    for (const way of banner.alternatives) {
      ways.append(" ");
      link(ways, way.name, way.link);
    }
  }
  const age = make("small", body);
  const button = make("button", body, "×");
  button.ariaLabel = words[1];
  button.onclick = close;
  return { section, age };
};
