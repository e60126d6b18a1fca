import type { PublicState } from "../domain/public-state.ts";
import type { PageContext } from "./context.ts";
import type { Page } from "./site.ts";
import { keyDocument, keyFiles, proofPage, verifyCopyPage } from "./verify-copy.ts";

/** The keys that we sign with, at the root of a host. */
export function* keyPages(published: PublicState, key: string): Generator<Page> {
  const body = JSON.stringify(keyDocument(published));
  yield { path: `${key}/.well-known/tocsin.json`, kind: "json", language: null, body };
  for (const { path, body: pem } of keyFiles(published)) {
    yield { path: key + path, kind: "text", language: null, body: pem };
  }
}

/**
 * What proves our newest texts where nobody can be asked. The pages tell what became of each, so that
 * they are as old as the rest; the files are the bytes that were signed, and never change.
 */
export function* proofPages(context: PageContext): Generator<Page> {
  const { language, state } = context;
  const base = `/${language}/verify`;
  yield { path: base, kind: "page", language, body: verifyCopyPage(context).toString() };
  const own = state.proofs.filter((proof) => proof.language === language);
  const codes = new Set(own.map(({ code }) => code));
  const other = state.proofs.filter(({ code }) => !codes.has(code));
  for (const proof of [...own, ...other]) {
    const path = `${base}/${proof.code}`;
    yield { path, kind: "page", language, body: proofPage(context, proof).toString() };
    // What was withdrawn is not handed on.
    if (proof.state === "withdrawn") continue;
    yield { path: `${path}/announcement.json`, kind: "json", language: null, body: proof.envelope };
    const { signature: body } = proof;
    yield { path: `${path}/announcement.sig`, kind: "signature", language: null, body };
  }
}
