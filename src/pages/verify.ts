import type { Language } from "../domain/language.ts";
import { type Html, html, joined } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { layout } from "./layout.ts";
import { absolute } from "./time.ts";
import { verifyStyle } from "./verify-style.ts";

/** More than any announcement has, and little enough to be compared word by word. */
export const TYPED_LENGTH_MAX = 6_000;

/** Where somebody who is in doubt brings what they received. */
export function verifyPage(context: PageContext): Html {
  const { words, state } = context;
  const title = words("verify:page.title");
  return verifySheet(context, {
    title,
    path: "/verify",
    listed: state.organisation.mode === "live",
    live: false,
    main: html`<div><h1>${title}</h1><p>${words("verify:page.intro", { name: state.organisation.name })}</p></div>${verifyForm(context, "")}${signs(context)}${keySection(context)}${offline(context, null)}`,
  });
}

export function verifySheet(
  context: PageContext,
  sheet: { title: string; path: string; main: Html; listed: boolean; live: boolean },
): Html {
  const { words, state } = context;
  const { name } = state.organisation;
  return layout(context, {
    ...sheet,
    title: words("public:status.title", { sentence: sheet.title, name }),
    description: words("verify:page.intro", { name }),
    head: html`<style>${verifyStyle}</style>`,
  });
}

export function verifyForm(context: PageContext, typed: string): Html {
  const { words } = context;
  return html`<form method="post" action="${homeOf(context)}/verify"><div><label class="label" for="text">${words("verify:page.label")}</label><textarea id="text" name="text" rows="7" maxlength="${TYPED_LENGTH_MAX}" required aria-describedby="text-hint">${typed}</textarea><p id="text-hint" class="soft">${words("verify:page.hint")}</p></div><div><button type="submit">${words("verify:page.check")}</button></div></form>`;
}

/** By what one knows a message of ours before asking. */
export function signs({ words }: PageContext, which = ["code", "link", "money"]): Html {
  const items = which.map((sign) => html`<li>${words(`verify:signs.${sign}`)}</li>`);
  return html`<section><h2>${words("verify:signs.title")}</h2><ul class="plain">${items}</ul></section>`;
}

/** The public key as text that can be selected: for WordPress, for readers, for the printed sheet. */
export function keySection(context: PageContext): Html | null {
  const { words, state } = context;
  const [key, ...former] = state.keys;
  if (!key) return null;
  const old = former.map(
    ({ id, publicKey, until }) =>
      html`<li><code>${publicKey}</code> <span class="soft">${id}${until === null ? null : html` · ${words("verify:key.until")} ${absolute(context, until)}`}</span></li>`,
  );
  const before =
    old.length === 0
      ? null
      : html`<details><summary>${words("verify:key.former")}</summary><ul class="keys">${old}</ul></details>`;
  return html`<section id="key"><h2>${words("verify:key.title")}</h2><p>${words("verify:key.text")}</p><p><code class="select">${key.publicKey}</code></p><p class="soft">${words("verify:key.name")} <code>${key.id}</code> · ${words("verify:key.since")} ${absolute(context, key.since)} · <a href="/.well-known/tocsin.json">tocsin.json</a> · <a href="/.well-known/tocsin/${key.id}.pem">PEM</a></p>${before}</section>`;
}

/** The way that needs neither us nor this page: any OpenSSL can do it. */
export function offline(
  context: PageContext,
  of: { code: string; keyId: string } | null,
): Html | null {
  const { words } = context;
  const commands = offlineCommands(context, of);
  if (commands === null) return null;
  return offlineSection(context, html`<p>${words("verify:offline.text")}</p>`, commands);
}

/** The same on a copy: its own three files, by links that lead to where it lies. We may not be there. */
export function offlineInCopy(
  context: PageContext,
  of: { code: string; keyId: string; language: Language } | null,
): Html | null {
  const { words, state, base } = context;
  const keyId = of?.keyId ?? state.keys[0]?.id;
  if (keyId === undefined) return null;
  const proofs = of && `${base}/${of.language}/verify/${of.code}`;
  const paths = [
    `/.well-known/tocsin/${keyId}.pem`,
    ...(proofs === null ? [] : [`${proofs}/announcement.json`, `${proofs}/announcement.sig`]),
  ];
  const links = paths.map(
    (path) => html`<a href="${path}" download>${path.slice(path.lastIndexOf("/") + 1)}</a>`,
  );
  const text = words(of === null ? "verify:offline.copyAny" : "verify:offline.copyText");
  return offlineSection(context, html`<p>${text} ${joined(links, " · ")}</p>`, [
    opensslLine(keyId),
  ]);
}

const offlineSection = ({ words }: PageContext, intro: Html, commands: readonly string[]): Html =>
  html`<section><h2>${words("verify:offline.title")}</h2>${intro}<pre class="select" tabindex="0" role="region" aria-label="${words("verify:offline.commands")}"><code>${commands.join("\n")}</code></pre><p class="soft">${words("verify:offline.answer")}</p></section>`;

/** What somebody types to check a signature alone; null while there is no key. */
export function offlineCommands(
  { words, state, publicUrl, language }: PageContext,
  of: { code: string; keyId: string } | null,
): string[] | null {
  const keyId = of?.keyId ?? state.keys[0]?.id;
  if (keyId === undefined) return null;
  const code = of?.code ?? words("verify:offline.yourCode");
  const at = `${publicUrl}/${language}/verify/${code}`;
  return [
    `curl -fsSO ${new URL(publicUrl).origin}/.well-known/tocsin/${keyId}.pem`,
    `curl -fsSO ${at}/announcement.json`,
    `curl -fsSO ${at}/announcement.sig`,
    opensslLine(keyId),
  ];
}

const opensslLine = (keyId: string): string =>
  `openssl pkeyutl -verify -pubin -inkey ${keyId}.pem -rawin -in announcement.json -sigfile announcement.sig`;
