import { parseReference } from "../domain/reference.ts";
import { parseToldReference } from "../domain/subscriber.ts";
import { html } from "../lib/html.ts";
import type { Message } from "./transport.ts";

const escaped = (text: string): string => html`${text}`.toString();

/** The same words as the plain text, readable on a phone; nothing in it is loaded from anywhere. */
export function htmlOf({ heading, body, language, links }: Message): string {
  const known = [links.answer, links.optOut].filter((link) => link !== null);
  let inner = escaped(body);
  for (const link of known.filter((text) => /^https?:\/\//.test(text)).map(escaped)) {
    inner = inner.replaceAll(link, `<a href="${link}">${link}</a>`);
  }
  const paragraphs = inner.split(/\n{2,}/).map((text) => `<p>${text.replaceAll("\n", "<br>")}</p>`);
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    `<title>${escaped(heading)}</title></head>`,
    '<body style="font:16px/1.5 sans-serif;max-width:36em;margin:1em auto;padding:0 1em">',
    `<h1 style="font-size:1.25em">${escaped(heading)}</h1>${paragraphs.join("")}</body></html>`,
  ].join("");
}

/** The same for each try of an attempt, so that a mailbox keeps one copy. */
export const messageIdOf = (reference: string, from: string): string =>
  `<${reference}@${domainOf(from)}>`;

/** RFC 5321 says only who gets the bounce; the reference inside says which message bounced. */
export function verpOf(returnPath: string, reference: string): string {
  const at = returnPath.lastIndexOf("@");
  return `${returnPath.slice(0, at)}+${reference}${returnPath.slice(at)}`;
}

/** The first reference of ours in a text, however it is wrapped. */
export function referenceIn(text: string): string | null {
  for (const [found] of text.matchAll(/[st][0-9a-z]+(?:-[0-9a-z]+){2,3}(?=@)/g)) {
    if (parseReference(found) || parseToldReference(found)) return found;
  }
  return null;
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf("@") + 1);
