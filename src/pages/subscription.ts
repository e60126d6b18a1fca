import type { SubscriberKind } from "../domain/subscriber.ts";
import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { formatChoice, pointChoice, subscriptionSheet, worksChoice } from "./subscribe.ts";

export type Subscription = {
  token: string;
  kind: SubscriberKind;
  shown: string;
  language: "fr" | "en";
  pointIds: readonly string[];
  hasIncident: boolean;
  works: boolean;
  format: "statuspage" | "tocsin";
  /** What a machine checks our signatures with. */
  key: string | null;
  /** The machine has not answered yet. */
  waiting: boolean;
  /** It was left alone, because it took nothing for days. */
  failing: boolean;
  saved: boolean;
};

/** What somebody receives, and the way out: reached by the signed link in every message. */
export function managePage(context: PageContext, subscription: Subscription): Html {
  const { words } = context;
  const { token, shown, saved } = subscription;
  const title = words("subscribers:manage.title");
  const action = `${homeOf(context)}/subscription?t=${token}`;
  const done = saved
    ? html`<p class="over" role="status">${words("subscribers:manage.saved")}</p>`
    : null;
  const scope = subscription.hasIncident
    ? html`<p>${words("subscribers:manage.incident")}</p>`
    : html`${pointChoice(context, subscription.pointIds)}${worksChoice(context, subscription.works)}`;
  const format = subscription.kind === "webhook" ? formatChoice(words, subscription.format) : null;
  return subscriptionSheet(context, {
    title,
    path: `/subscription?t=${token}`,
    main: html`<div><h1>${title}</h1><p>${words("subscribers:manage.who", { address: shown })}</p></div>${done}${machine(context, subscription, action)}<form method="post" action="${action}">${languageChoice(context, subscription.language)}${scope}${format}<div><button type="submit" name="do" value="save">${words("subscribers:manage.save")}</button></div></form>${leaving(context, action)}`,
  });
}

function machine({ words }: PageContext, subscription: Subscription, action: string): Html | null {
  if (subscription.key === null) return null;
  const again = html`<form method="post" action="${action}"><p>${words(`subscribers:manage.${subscription.failing ? "failing" : "waiting"}`)}</p><div><button type="submit" name="do" value="again">${words("subscribers:manage.askAgain")}</button></div></form>`;
  return html`${subscription.waiting ? again : null}<section class="card"><h2>${words("subscribers:manage.keyTitle")}</h2><p class="label">${words("subscribers:manage.key")}</p><p><code>${subscription.key}</code></p><p class="soft">${words("subscribers:manage.keyHint")}</p></section>`;
}

function languageChoice({ words }: PageContext, chosen: string): Html {
  const options = [
    ["fr", "Français"],
    ["en", "English"],
  ] as const;
  return html`<fieldset><legend>${words("subscribers:page.language")}</legend>${options.map(
    ([value, name]) =>
      html`<label class="choice" lang="${value}"><input type="radio" name="language" value="${value}"${value === chosen ? html` checked` : null}>${name}</label>`,
  )}</fieldset>`;
}

const leaving = ({ words }: PageContext, action: string): Html =>
  html`<form method="post" action="${action}"><h2>${words("subscribers:manage.leaveTitle")}</h2><p>${words("subscribers:manage.leaveText")}</p><div><button class="quiet" type="submit" name="do" value="leave">${words("subscribers:manage.leave")}</button></div></form>`;

/** How a step ended, or what the next one is. */
export type SubscribeEnd =
  | "email"
  | "webhook"
  | "slack"
  | "teams"
  | "confirmed"
  | "owned"
  | "left"
  | "unknown"
  | "refused"
  | "unavailable";

/** What came of it, in words that say nothing about who is on the list. */
export function subscribeEndPage(
  context: PageContext,
  end: { kind: SubscribeEnd; manage: string | null },
): Html {
  const { words } = context;
  const { kind, manage } = end;
  const title = words(`subscribers:end.${kind}.title`);
  const again = kind === "unknown" || kind === "refused" || kind === "unavailable";
  const target = again ? `${homeOf(context)}/subscribe` : homeOf(context);
  const link =
    manage === null
      ? null
      : html`<a class="button" href="${manage}">${words("subscribers:end.toManage")}</a> `;
  return subscriptionSheet(context, {
    title,
    path: "/subscribe",
    main: html`<div><h1>${title}</h1><p>${words(`subscribers:end.${kind}.text`)}</p></div><p class="row">${link}<a class="button" href="${target}">${words(again ? "subscribers:end.again" : "subscribers:end.toPage")}</a></p>`,
  });
}

/** Looking changes nothing, because mail programs look at links on their own; a button does. */
export function askPage(
  context: PageContext,
  ask: { kind: "confirm" | "leave"; path: string; action: string },
): Html {
  const { words } = context;
  const title = words(`subscribers:end.${ask.kind}.title`);
  return subscriptionSheet(context, {
    title,
    path: ask.path,
    main: html`<div><h1>${title}</h1></div><form method="post" action="${homeOf(context)}${ask.action}"><p>${words(`subscribers:end.${ask.kind}.text`)}</p><div><button type="submit" name="do" value="${ask.kind}">${words(`subscribers:end.${ask.kind}.button`)}</button></div></form>`,
  });
}

/** The code from the SMS. */
export function codePage(context: PageContext, draft: { token: string; wrong: boolean }): Html {
  const { words } = context;
  const title = words("subscribers:page.codeTitle");
  const { token, wrong } = draft;
  const action = `${homeOf(context)}/subscribe/code?t=${token}`;
  const error = wrong
    ? html`<p class="error" id="code-error" role="alert">${words("subscribers:page.wrong.code")}</p>`
    : null;
  const told = wrong ? html` aria-invalid="true" aria-describedby="code-error"` : null;
  return subscriptionSheet(context, {
    title: wrong ? words("subscribers:page.errorPrefix", { title }) : title,
    path: `/subscribe/code?t=${token}`,
    main: html`<div><h1>${title}</h1><p>${words("subscribers:page.codeText")}</p></div><form method="post" action="${action}" novalidate><div${wrong ? html` class="wrong-input"` : null}><label class="label" for="code">${words("subscribers:page.field.code")}</label>${error}<input class="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="6"${told} required></div><div><button type="submit">${words("subscribers:page.codeSend")}</button></div></form><p><a href="${homeOf(context)}/subscribe?by=sms">${words("subscribers:page.codeAgain")}</a></p>`,
  });
}
