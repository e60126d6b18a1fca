import type { BannerView } from "../src/http/api/views/banner.ts";
import { ageOf, sectionOf } from "./draw.ts";

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
let banner: BannerView = null;
let section: HTMLElement | null = null;
let age: HTMLElement;
let drawn = "";
let skew = 0;
/** When the page itself answered last: an older copy knows less, also where it says more. */
let heard = 0;
let wait = POLL_MS;

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
  if (banner && section) age.textContent = ageOf(banner, language, Date.now() - skew);
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
  const made = sectionOf(banner, language, () => {
    note("localStorage", `${banner?.key} ${Date.now()}`);
    hide();
  });
  section = made.section;
  age = made.age;
  tell();
  document.body.prepend(made.section);
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
