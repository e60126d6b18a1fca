import { generateKeyPairSync, sign } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createWire } from "../../src/lib/wire.ts";
import { bannerOf } from "../../src/pages/banner.ts";
import { wordpress } from "../../src/transports/outlet-wordpress.ts";
import { aPost } from "../kits/outlet-kit.ts";
import { createPlace } from "../place.ts";
import { contextOf, outageFacts } from "../public-example.ts";
import { type FarPage, openFarPage } from "./far-page.ts";
import {
  administrator,
  isWordPressHere,
  openPorts,
  openSite,
  type Site,
  type Visitor,
} from "./site.ts";

const PLUGIN = join(import.meta.dirname, "../../integrations/wordpress/tocsin");
const SETTINGS = "/wp-admin/options-general.php?page=tocsin";
const STALE_AFTER_MS = 60_000;
const START_MS = 120_000;

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const key = publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("base64");

/** What the real page would say this moment: PHP has a clock of its own. */
function said(language: "fr" | "en", fields: object = {}): string {
  const generatedAt = Date.now();
  const banner = bannerOf(contextOf(outageFacts, language));
  return JSON.stringify({
    ...banner,
    generatedAt,
    staleAfter: generatedAt + STALE_AFTER_MS,
    ...fields,
  });
}

function publish(page: FarPage, fields: object = {}): void {
  for (const language of ["fr", "en"] as const) {
    const body = said(language, fields);
    page.files.set(`/${language}/banner.json`, body);
    const signature = sign(null, Buffer.from(body), privateKey).toString("base64");
    page.files.set(`/${language}/banner.json.sig`, signature);
  }
}

describe.runIf(isWordPressHere())("the plugin on a real WordPress", () => {
  const place = createPlace();
  let site: Site;
  let origin: FarPage;
  let copy: FarPage;
  let admin: Visitor;

  beforeAll(async () => {
    site = await openSite(place.path, PLUGIN);
    [origin, copy] = [await openFarPage(), await openFarPage()];
    openPorts(place.path, [origin.port, copy.port]);
    admin = await administrator(site.url);
    await activate();
  }, START_MS);

  afterAll(async () => {
    await origin[Symbol.asyncDispose]();
    await copy[Symbol.asyncDispose]();
    await site[Symbol.asyncDispose]();
    place[Symbol.dispose]();
  });

  beforeEach(async () => {
    [origin.down, copy.down] = [false, false];
    origin.files.clear();
    copy.files.clear();
    publish(origin);
    await save({ origin: origin.url, copy: copy.url, public_key: key });
    await refresh();
  });

  async function activate(): Promise<void> {
    const list = await (await admin("/wp-admin/plugins.php")).text();
    const link = /href="(plugins\.php\?action=activate&amp;plugin=tocsin[^"]+)"/.exec(list)?.[1];
    await admin(`/wp-admin/${(link ?? "").replaceAll("&amp;", "&")}`);
  }

  async function save(typed: Record<string, string>, place_ = "1"): Promise<string> {
    const form = await (await admin(SETTINGS)).text();
    const hidden = [
      ...form.matchAll(
        /<input type=["']hidden["'][^>]*name=["']([^"']+)["'][^>]*value=["']([^"']*)/g,
      ),
    ];
    const fields = Object.fromEntries(hidden.map(([, name = "", value = ""]) => [name, value]));
    const ours = { language: "auto", everywhere: place_, ...typed };
    for (const [name, value] of Object.entries(ours)) fields[`tocsin_settings[${name}]`] = value;
    await admin("/wp-admin/options.php", fields);
    return await (await admin(`${SETTINGS}&settings-updated=true`)).text();
  }

  const nonce = async () =>
    await (await admin("/wp-admin/admin-ajax.php?action=rest-nonce")).text();

  async function refresh(): Promise<unknown> {
    const path = `/?rest_route=/tocsin/v1/refresh&_wpnonce=${await nonce()}`;
    return await (await admin(path, {})).json();
  }

  const home = async (query = "") => await (await fetch(`${site.url}/${query}`)).text();

  it("shows the notice in the page itself, with what works and its age, and sets no cookie", async () => {
    const answer = await fetch(site.url);
    const page = await answer.text();
    expect(page).toContain("<strong>WhatsApp is not delivering messages</strong>");
    expect(page).toContain('<a href="sms:+33600000003">Text message</a>');
    expect(page).toMatch(/<small>True on <time datetime="20\d\d-[^"]+Z">/);
    expect(answer.headers.getSetCookie()).toEqual([]);
    const scripts = [...page.matchAll(/(?:src|href)=["'](https?:[^"']+tocsin[^"']*)/g)];
    expect(scripts.length).toBeGreaterThan(1);
    for (const [, address] of scripts) expect(address).toContain(site.url);
  });

  it("speaks French on a French page", async () => {
    const page = await home("?fr");
    expect(page).toContain('lang="fr" aria-label="Annonce"');
    expect(page).toContain("Ce qui fonctionne\u00a0:");
  });

  it("tells a screen reader in which language borrowed words are", async () => {
    const label = "Not translated yet.";
    publish(origin, { lang: "fr", label, text: `${label} En panne.` });
    await refresh();
    const page = await home();
    expect(page).toContain('<strong lang="fr">');
    expect(page).toContain(`${label} <span lang="fr">En panne.</span>`);
  });

  it("asks the page once for many visitors", async () => {
    await home();
    const before = origin.asked.length;
    await Promise.all([home(), home(), home(), home()]);
    expect(origin.asked.length).toBe(before);
  });

  it("keeps the last notice, and says that the page is silent, when everything is down", async () => {
    [origin.down, copy.down] = [true, true];
    expect(await refresh()).toEqual({ answered: false });
    const page = await home();
    expect(page).toContain("WhatsApp is not delivering messages");
    expect(page).toContain("Our status page does not answer at the moment. This was true on");
  });

  it("believes the copy when it is signed, and only then", async () => {
    origin.down = true;
    publish(copy, { title: "From the copy" });
    expect(await refresh()).toEqual({ answered: true });
    expect(await home()).toContain("From the copy");

    copy.files.set("/en/banner.json", said("en", { title: "Send your password to us" }));
    expect(await refresh()).toEqual({ answered: false });
    const page = await home();
    expect(page).not.toContain("password");
    expect(page).toContain("From the copy");
  });

  it("does not let an old copy or a silent one end what is known", async () => {
    origin.down = true;
    publish(copy, { title: "Of last week", generatedAt: Date.now() - 7 * 86_400_000 });
    await refresh();
    expect(await home()).toContain("WhatsApp is not delivering messages");
    copy.files.set("/en/banner.json", "null");
    copy.files.set(
      "/en/banner.json.sig",
      sign(null, Buffer.from("null"), privateKey).toString("base64"),
    );
    await refresh();
    expect(await home()).toContain("WhatsApp is not delivering messages");
  });

  it("goes quiet when the page says that there is nothing", async () => {
    origin.files.set("/en/banner.json", "null");
    expect(await refresh()).toEqual({ answered: true });
    expect(await home()).not.toContain("tocsin-banner");
  });

  it.each([
    ["HTML", "<!doctype html><title>Maintenance</title>"],
    ["another shape", '{"status":"ok"}'],
    ["half an answer", '{"title":"WhatsApp is'],
    ["words that are numbers", '{"title":7,"severity":"major","generatedAt":1,"staleAfter":2}'],
  ])("takes %s for no news", async (_name, body) => {
    origin.files.set("/en/banner.json", body);
    expect(await refresh()).toEqual({ answered: false });
    expect(await home()).toContain("WhatsApp is not delivering messages");
  });

  it("escapes what comes from outside", async () => {
    publish(origin, {
      title: '"><script>alert(1)</script>',
      link: "javascript:alert(2)",
      alternatives: [{ name: "<b>x</b>", link: "data:text/html,x" }],
    });
    await refresh();
    const page = await home();
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).not.toMatch(/<script>alert|javascript:alert|data:text/);
  });

  it("refuses an address inside the own network, and what is no address or key, and keeps what was", async () => {
    const inside = await openFarPage();
    await save({ origin: inside.url, copy: "", public_key: "" });
    expect(await refresh()).toEqual({ answered: false });
    expect(inside.asked).toEqual([]);
    await inside[Symbol.asyncDispose]();

    const page = await save({ origin: "ftp://user:pass@host", copy: "x", public_key: "short" });
    expect(page).toContain("must look like https://status.example.org");
    expect(page).toContain("This is not a public key");
    expect(page).toContain(`value="${inside.url}"`);
  });

  it("leaves the place to the shortcode when told so", async () => {
    await save({ origin: origin.url, copy: "", public_key: "" }, "");
    expect(await home()).not.toContain("tocsin-banner");
    const token = await nonce();
    const post = { title: "State", content: "[tocsin]", status: "publish", _wpnonce: token };
    const made = await (await admin("/?rest_route=/wp/v2/posts", post)).json();
    expect(await home(`?p=${made.id}`)).toContain("WhatsApp is not delivering messages");
  });

  it("takes the posts of our outlet, has them changed, and shows them again", async () => {
    const form = { name: "tocsin", _wpnonce: await nonce() };
    const path = "/?rest_route=/wp/v2/users/me/application-passwords";
    const { password } = await (await admin(path, form)).json();
    const settings = wordpress.settings.parse({ base: site.url, user: "admin", password });
    const wire = createWire({ reach: "loopback" });
    const post = aPost({ title: "L’accueil « répond »" });
    const said = await wordpress.say(post, settings, wire);
    if (said.kind !== "said" || said.id === null) throw new Error(`It was ${said.kind}.`);
    expect(await home(`?p=${said.id}`)).toContain("<title>L’accueil « répond »");
    const changed = aPost({ title: "Rétabli", html: "<p>Tout va <b>bien</b>.</p>" });
    const again = await wordpress.change?.(changed, said.id, settings, wire);
    expect(again).toMatchObject({ kind: "said", id: said.id });
    const seen = await wordpress.seen?.(settings, wire, post.at);
    const { id, url } = said;
    expect(seen).toMatchObject({
      posts: expect.arrayContaining([{ id, url, text: changed.html }]),
    });
    expect(await wordpress.change?.(post, "999999", settings, wire)).toEqual({ kind: "gone" });
    const stranger = { ...settings, password: "abcd efgh ijkl mnop" };
    expect(await wordpress.say(post, stranger, wire)).toMatchObject({ kind: "misconfigured" });
    await wire.close();
  });

  it("SEC-10: nobody without the right changes or asks anything", async () => {
    const routes = await (await fetch(`${site.url}/?rest_route=/tocsin/v1`)).json();
    expect(Object.keys(routes.routes)).toEqual(["/tocsin/v1", "/tocsin/v1/refresh"]);
    const stranger = await fetch(`${site.url}/?rest_route=/tocsin/v1/refresh`, { method: "POST" });
    expect(stranger.status).toBe(401);
    const withoutNonce = await admin("/?rest_route=/tocsin/v1/refresh", {});
    expect(withoutNonce.status).toBe(401);
    const forged = await admin("/?rest_route=/tocsin/v1/refresh&_wpnonce=abc", {});
    expect(forged.status).toBe(403);
    const saved = await admin("/wp-admin/options.php", {
      option_page: "tocsin",
      action: "update",
      "tocsin_settings[origin]": "https://evil.example",
    });
    expect(saved.status).toBe(403);
    expect((await fetch(`${site.url}${SETTINGS}`, { redirect: "manual" })).status).toBe(302);
  });
});

const sources = readdirSync(PLUGIN, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(php|js|css)$/.test(name))
  .map((name) => [name, readFileSync(join(PLUGIN, name), "utf8")] as const);

it.each(sources)(
  "SEC-10: %s asks no database, loads nothing foreign, runs nothing it was told",
  (name, text) => {
    expect(text).not.toMatch(
      /\$wpdb|\beval\s*\(|\bunserialize\s*\(|\bextract\s*\(|base64_decode\(\s*\$_/,
    );
    expect(text).not.toMatch(/\$_(GET|POST|REQUEST|COOKIE|SERVER)\b/);
    expect(text).not.toMatch(/(src|href|url\(|@import)[^\n]{0,9}https?:\/\//);
    if (name.endsWith(".php"))
      expect(text).toMatch(/defined\( '(ABSPATH|WP_UNINSTALL_PLUGIN)' \) \|\| exit/);
  },
);
