import { ADDRESS_KINDS } from "../domain/contact-columns.ts";
import type { Language } from "../domain/language.ts";
import { type Html, html } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import { subscriptionSheet } from "./subscribe.ts";
import { dayOf } from "./time.ts";

export type OwnWay = {
  kind: string;
  shown: string;
  rejected: boolean;
  consent: { state: "given" | "withdrawn"; wording: string; source: string; at: number } | null;
};
export const OWN_DONE = [
  "saved",
  "withdrawn",
  "given",
  "under-way",
  "asked",
  "proved",
  "wrong-address",
  "wrong-code",
  "taken",
  "not-here",
] as const;
export type OwnDone = (typeof OWN_DONE)[number];

export type Own = {
  token: string;
  name: string;
  language: "fr" | "en";
  country: string | null;
  place: { lat: number; lon: number } | null;
  attributes: readonly (readonly [string, string])[];
  ways: readonly OwnWay[];
  /** Nobody writes to this person, whatever they agree to here. */
  suppressed: boolean;
  /** What was just done, to be said at the top. */
  done: OwnDone | null;
  /** Whether the link was made for this person alone: only then may it change an address or erase. */
  heavy: boolean;
  /** Whether the link asks for a second way: it adds one where there is none. */
  adds: boolean;
  /** The ways on which a new address can be proved. */
  provable: readonly ("email" | "sms")[];
  /** A code is on its way to a new address of this kind. */
  asked: "email" | "sms" | null;
};

/** What we know about the one who reads it, and what they may do about it. Works without a script. */
export function mePage(context: PageContext, own: Own): Html {
  const { words } = context;
  const title = words("me:title");
  const said = own.done
    ? html`<p class="over" role="status">${words(`me:done.${own.done}`)}</p>`
    : null;
  // A code that is on its way is what the reader came back for: it stands before all else.
  const isTyping = own.heavy && own.asked !== null;
  const change = own.heavy ? changing(context, own) : null;
  const held = own.suppressed ? html`<p class="over">${words("me:suppressed")}</p>` : null;
  return subscriptionSheet(context, {
    title,
    path: `/me?t=${own.token}`,
    main: html`<div><h1>${title}</h1><p>${words("me:intro")}</p></div>${said}${held}${isTyping ? change : null}${own.adds ? adding(context, own) : null}${person(context, own)}${ways(context, own)}${isTyping ? null : change}${known(context, own)}${own.heavy ? erasing(context, own) : html`<p class="soft">${words("me:light")}</p>`}`,
  });
}

const actionOf = ({ language }: PageContext, { token }: Own): string =>
  `/${language}/me?t=${token}`;

function person(context: PageContext, own: Own): Html {
  const { words } = context;
  const languages = [
    ["fr", "Français"],
    ["en", "English"],
  ] as const;
  const choice = languages.map(
    ([value, name]) =>
      html`<label class="choice" lang="${value}"><input type="radio" name="language" value="${value}"${value === own.language ? html` checked` : null}>${name}</label>`,
  );
  return html`<form method="post" action="${actionOf(context, own)}"><div><label class="label" for="name">${words("me:name")}</label><input class="text" id="name" name="name" value="${own.name}" maxlength="200" autocomplete="name"></div><fieldset><legend>${words("me:language")}</legend>${choice}</fieldset><div><button type="submit" name="do" value="save">${words("me:save")}</button></div></form>`;
}

function ways(context: PageContext, own: Own): Html {
  const { words } = context;
  const list = own.ways.map((way) => oneWay(context, own, way));
  const none = own.ways.length === 0 ? html`<p>${words("me:noWay")}</p>` : null;
  return html`<section><h2>${words("me:ways")}</h2><p class="soft">${words("me:waysHint")}</p>${none}<div class="row">${list}</div></section>`;
}

function oneWay(context: PageContext, own: Own, way: OwnWay): Html {
  const { words } = context;
  const name = wayName(context, way.kind);
  const given = way.consent?.state === "given";
  const verb = given ? "withdraw" : "give";
  // What is agreed to stands beside the button, and is kept in these words.
  const asks = given ? null : html`<p>${consentWording(context, way.kind)}</p>`;
  const refused = way.rejected ? html`<p class="soft">${words("me:rejected")}</p>` : null;
  return html`<form method="post" action="${actionOf(context, own)}"><h3>${name} · ${way.shown}</h3>${proof(context, way)}${refused}${asks}<input type="hidden" name="kind" value="${way.kind}"><div><button class="${given ? "quiet" : ""}" type="submit" name="do" value="${verb}">${words(`me:${verb}`, { way: name })}</button></div></form>`;
}

/** A new address counts when the code that was sent there comes back. */
function changing(context: PageContext, own: Own): Html | null {
  const { words } = context;
  if (own.asked) return codeForm(context, own, own.asked);
  if (own.provable.length === 0) return null;
  return addressForm(context, own, {
    title: words("me:changeTitle"),
    text: words("me:changeText"),
    field: words("me:changeField"),
  });
}

/** The same for a second way. What is agreed to with the code stands above it. */
function adding(context: PageContext, own: Own): Html {
  const { words } = context;
  if (own.asked) return codeForm(context, own, own.asked);
  if (own.provable.length === 0) return html`<p>${words("me:secondNone")}</p>`;
  return addressForm(context, own, {
    title: words("me:secondTitle"),
    text: words("me:secondText"),
    field: words("me:secondField"),
  });
}

function codeForm(context: PageContext, own: Own, kind: "email" | "sms"): Html {
  const { words } = context;
  const agreed = own.adds
    ? html`<p>${words("me:secondAgree")}</p><blockquote>${consentWording(context, kind)}</blockquote>`
    : null;
  return html`<form method="post" action="${actionOf(context, own)}"><h2>${words("me:codeTitle")}</h2><p id="code-hint">${words("me:codeText")}</p>${agreed}<input type="hidden" name="kind" value="${kind}"><div><label class="label" for="code">${words("me:codeField")}</label><input class="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="20" aria-describedby="code-hint" required></div><div><button type="submit" name="do" value="prove">${words("me:prove")}</button></div></form>`;
}

type FormWords = { title: string; text: string; field: string };

function addressForm(context: PageContext, own: Own, said: FormWords): Html {
  const { words } = context;
  const kinds = own.provable.map(
    (kind, index) =>
      html`<label class="choice"><input type="radio" name="kind" value="${kind}"${index === 0 ? html` checked` : null}>${wayName(context, kind)}</label>`,
  );
  return html`<form method="post" action="${actionOf(context, own)}"><h2>${said.title}</h2><p id="address-hint">${said.text}</p><fieldset><legend>${words("me:changeKind")}</legend>${kinds}</fieldset><div><label class="label" for="address">${said.field}</label><input class="text" id="address" name="address" maxlength="254" aria-describedby="address-hint" required></div><div><button type="submit" name="do" value="ask">${words("me:ask")}</button></div></form>`;
}

function proof(context: PageContext, { consent }: OwnWay): Html {
  const { words } = context;
  if (consent === null) return html`<p>${words("me:state.missing")}</p>`;
  const day = dayOf(context, consent.at);
  const said = words(`me:state.${consent.state}`, { day, source: consent.source });
  return html`<p>${said}</p>${consent.wording === "" ? null : html`<blockquote>${consent.wording}</blockquote>`}`;
}

/** The name of a way as people call it. */
function wayName({ words }: PageContext, kind: string): string {
  const known: readonly string[] = ADDRESS_KINDS;
  return known.includes(kind) ? words(`me:way.${kind}`) : kind;
}

/** What somebody agrees to on this page, word for word. */
export const consentWording = (context: PageContext, kind: string): string =>
  context.words("me:wording", {
    name: context.state.organisation.name,
    way: wayName(context, kind),
  });

function known({ words, language }: PageContext, { country, place, attributes }: Own): Html | null {
  const lines = [
    ...(country === null ? [] : [[words("me:country"), countryName(country, language)] as const]),
    ...(place === null ? [] : [[words("me:place"), placeText(place, language)] as const]),
    ...attributes,
  ];
  if (lines.length === 0) return null;
  const rows = lines.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  return html`<section><h2>${words("me:known")}</h2><dl>${rows}</dl></section>`;
}

/** Numbers as people write them; where a comma is part of one, a semicolon parts the two. */
function placeText({ lat, lon }: { lat: number; lon: number }, language: Language): string {
  const written = new Intl.NumberFormat(language, { maximumFractionDigits: 5 });
  return [lat, lon].map((one) => written.format(one)).join(language === "fr" ? "\u00a0; " : ", ");
}

const countryName = (code: string, language: string): string =>
  /^[A-Z]{2}$/.test(code)
    ? (new Intl.DisplayNames(language, { type: "region" }).of(code) ?? code)
    : code;

const erasing = (context: PageContext, own: Own): Html =>
  html`<form method="post" action="${actionOf(context, own)}"><h2>${context.words("me:eraseTitle")}</h2><p>${context.words("me:eraseText")}</p><label class="choice"><input type="checkbox" name="sure" value="yes" required>${context.words("me:eraseSure")}</label><div><button class="quiet" type="submit" name="do" value="erase">${context.words("me:erase")}</button></div></form>`;

/** How it ended: erased, or a link that speaks for nobody. The second says the same of every link. */
export function meEndPage(context: PageContext, end: "erased" | "unknown"): Html {
  const { words, language } = context;
  const title = words(`me:end.${end}.title`);
  return subscriptionSheet(context, {
    title,
    path: "/me",
    main: html`<div><h1>${title}</h1><p>${words(`me:end.${end}.text`)}</p></div><p class="row"><a class="button" href="/${language}">${words("me:toPage")}</a></p>`,
  });
}
