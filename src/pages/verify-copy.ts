import type { PublicState } from "../domain/public-state.ts";
import { shownCode } from "../domain/verify/code.ts";
import { COPIED_TEXTS_MAX, type PublicKey, type PublicProof } from "../domain/verify/proof.ts";
import { type Html, html } from "../lib/html.ts";
import { publicKeyPem } from "../lib/signing.ts";
import { homeOf, type PageContext } from "./context.ts";
import { provenOf } from "./proven.ts";
import { absolute } from "./time.ts";
import { keySection, offlineInCopy, signs, verifySheet } from "./verify.ts";
import { type Proven, verifyAnswerPage } from "./verify-answer.ts";

/** What a copy says instead of comparing: our newest texts by their codes, and how to check without us. */
export function verifyCopyPage(context: PageContext): Html {
  const { words } = context;
  const title = words("verify:page.title");
  return verifySheet(context, {
    title,
    path: "/verify",
    listed: false,
    live: true,
    main: html`<div><h1>${title}</h1><p>${words("verify:copy.text", { max: COPIED_TEXTS_MAX })}</p></div>${codes(context)}${signs(context, ["link", "money"])}${keySection(context)}${offlineInCopy(context, null)}`,
  });
}

/** The proof of one text, as a copy keeps it. */
export const proofPage = (context: PageContext, proof: PublicProof): Html =>
  verifyAnswerPage(
    context,
    { kind: "ours", of: provenOf(proof), whole: true, asked: "code" },
    null,
  );

function codes(context: PageContext): Html {
  const { words, state, language } = context;
  const known = provenIn(state.proofs, language);
  if (known.length === 0) return html`<p class="soft">${words("verify:reach.nothing")}</p>`;
  const items = known.map((of) => {
    const title = of.state === "withdrawn" ? null : html` · ${of.title}`;
    const over =
      of.state === "published"
        ? null
        : html` · <strong>${words(`verify:copy.${of.state}`)}</strong>`;
    return html`<li><a href="${homeOf(context)}/verify/${of.code}"><span class="code">${shownCode(of.code)}</span></a>${title} · ${absolute(context, of.publishedAt)}${over}</li>`;
  });
  return html`<section><h2>${words("verify:copy.codes")}</h2><ul class="plain">${items}</ul></section>`;
}

/** Each text once: in this language, or in the one that it was signed in. */
export function provenIn(proofs: readonly PublicProof[], language: string): Proven[] {
  const own = proofs.filter((proof) => proof.language === language);
  const codes = new Set(own.map(({ code }) => code));
  const other = proofs.filter(({ code }) => !codes.has(code));
  return [...own, ...other].map((proof) => provenOf(proof));
}

/** The keys that we sign with, for programs. */
export const keyDocument = ({ organisation, keys }: PublicState) => ({
  organisation: organisation.name,
  keys: keys.map(shownKey),
});

/** The same, each as OpenSSL reads it. */
export const keyFiles = ({ keys }: PublicState): { path: string; body: string }[] =>
  keys.map(({ id, publicKey }) => ({
    path: `/.well-known/tocsin/${id}.pem`,
    body: publicKeyPem(publicKey),
  }));

const shownKey = ({ id, publicKey, since, until }: PublicKey) => ({
  id,
  algorithm: "Ed25519",
  publicKey,
  since: new Date(since).toISOString(),
  until: until === null ? null : new Date(until).toISOString(),
});
