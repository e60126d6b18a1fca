import type { BannerView } from "../src/http/api/views/banner.ts";

/** `<script src="https://…/banner.js" async></script>`: one line on any site, nothing else. */
const tag = document.currentScript as HTMLScriptElement;
const page = document.documentElement.lang;
const french = (tag.dataset.lang || page || navigator.language).slice(0, 2) === "fr";
const language = french ? "fr" : "en";
const { page: origin, copy, key: publicKey } = tag.dataset;
const folder = (address: string) => address.replace(/\/*$/, "/");
/** The page is where the script comes from, unless the tag names another place. */
const base = folder(origin || tag.src.replace(/[^/]*$/, ""));
const KEY = "tocsin";
const AGAIN_AFTER_MS = 432e5;
const POLL_MS = 3e4;
const POLL_MAX_MS = 3e5;
const ANSWER_MS = 8e3;
const COPY_OLDEST_MS = 864e5;
const relative = new Intl.RelativeTimeFormat(language);
const WORDS = french
  ? ["Annonce", "Fermer", "Ce qui fonctionne :", "En savoir plus", "Exact", "à l’instant"]
  : ["Notice", "Close", "What works:", "Learn more", "True", "just now"];

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
  "p+p a{margin-inline-start:12px;margin-inline-end:0;font-weight:600}",
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

let banner: BannerView = null;
let section: HTMLElement | null = null;
let age: HTMLElement;
let drawn = "";
let skew = 0;
/** When the page itself answered last: an older copy knows less, also where it says more. */
let heard = 0;
let wait = POLL_MS;

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

/** Storage may be forbidden: then a closed banner stays closed until the next page. */
const note = (store: "localStorage" | "sessionStorage", write?: string): string => {
  try {
    if (write) self[store].setItem(KEY, write);
    return self[store].getItem(KEY) || "";
  } catch {
    return write || "";
  }
};

const tell = () => {
  if (!banner) return;
  const minutes = Math.floor((Date.now() - skew - banner.generatedAt) / 6e4);
  const ago =
    minutes < 60
      ? relative.format(-minutes, "minute")
      : relative.format(-Math.floor(minutes / 60), "hour");
  age.textContent = `${WORDS[4]} ${minutes < 1 ? WORDS[5] : ago}.`;
};

const hide = () => {
  section?.remove();
  section = null;
  drawn = "";
};

const draw = () => {
  if (!banner) return hide();
  const [key, at] = note("localStorage").split(" ");
  if (key === banner.key && Date.now() - Number(at) < AGAIN_AFTER_MS) return hide();
  const now = JSON.stringify([banner.key, banner.severity, banner.alternatives, banner.exercise]);
  if (now === drawn) return tell();
  drawn = now;
  section?.remove();
  section = document.createElement("section");
  section.setAttribute("aria-label", WORDS[0] ?? "");
  section.lang = language;
  const root = section.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  root.adoptedStyleSheets = [sheet];
  const body = make("div", root);
  body.className = banner.severity;
  const text = make("p", body);
  make("b", text, `${banner.exercise || ""} ${banner.title}`.trim());
  text.append(` ${banner.text} `);
  link(text, WORDS[3] ?? "", banner.link);
  if (banner.alternatives.length) {
    const ways = make("p", body, WORDS[2]);
    for (const way of banner.alternatives) link(ways, way.name, way.link);
  }
  age = make("small", body);
  const button = make("button", body, "×");
  button.ariaLabel = WORDS[1] ?? "";
  button.onclick = () => {
    note("localStorage", `${banner?.key} ${Date.now()}`);
    hide();
  };
  tell();
  document.body.prepend(section);
};

const ask = async (from: string, ending = "") => {
  const answer = await fetch(`${from}${language}/banner.json${ending}`, {
    cache: "no-cache",
    credentials: "omit",
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  if (!answer.ok) throw answer;
  return answer;
};

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));

/**
 * The copy is on somebody else's host: it is believed when it is signed, of today, and tells more
 * than we know. That it has nothing to tell has no date, and ends nothing.
 */
const askCopy = async () => {
  if (!copy || !publicKey) return;
  const from = folder(copy);
  const bytes = await (await ask(from)).arrayBuffer();
  const signature = bytesOf(await (await ask(from, ".sig")).text());
  const { subtle } = crypto;
  const key = await subtle.importKey("raw", bytesOf(publicKey), "Ed25519", false, ["verify"]);
  if (!(await subtle.verify("Ed25519", key, signature, bytes))) return;
  const said: BannerView = JSON.parse(new TextDecoder().decode(bytes));
  const known = Math.max(heard, banner?.generatedAt ?? 0, Date.now() - skew - COPY_OLDEST_MS);
  if (!said || said.generatedAt <= known) return;
  said.link = said.link.replace(base, from);
  keep(said);
};

const keep = (said: BannerView) => {
  banner = said;
  note("sessionStorage", JSON.stringify(said));
};

const look = async () => {
  try {
    const answer = await ask(base);
    const said = await answer.json();
    skew = Date.now() - (Number(answer.headers.get("tocsin-now")) || Date.now());
    heard = Date.now() - skew;
    keep(said);
    wait = POLL_MS;
  } catch {
    // Our silence is no good news: the last notice stays, with its age, on the next page too.
    banner ??= JSON.parse(note("sessionStorage") || "null");
    await askCopy().catch(() => {});
    wait = Math.min(wait * 2, POLL_MAX_MS);
  }
  draw();
  setTimeout(() => void look(), wait * (0.8 + Math.random() * 0.4));
};

setInterval(tell, 15e3);
if (document.body) void look();
else addEventListener("DOMContentLoaded", () => void look());
