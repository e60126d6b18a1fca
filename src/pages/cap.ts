import type { Notice, PublicIncident } from "../domain/public-state.ts";
import { type Html, xml } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import { feedUpdatedAt, tagOf } from "./feed-items.ts";
import type { Page } from "./site.ts";

const CAP_TYPE = "application/cap+xml";
const HEADLINE_LENGTH_MAX = 160;
const EXPIRY_MS = 24 * 3_600_000;
const LANGUAGE_TAGS = { fr: "fr-FR", en: "en-GB" } as const;
const SEVERITIES = {
  degraded: "Minor",
  partial: "Moderate",
  major: "Severe",
  resolved: "Minor",
} as const;

/** What is said in public as alerts that other warning systems read, in both languages at once. */
export function capPages(main: PageContext, other: PageContext): Page[] {
  const { language, state } = main;
  const alerts = [...state.open, ...state.past].flatMap((incident): Page[] => {
    const alert = capAlert([main, other], incident);
    if (alert === null) return [];
    return [{ path: capPath(incident), kind: "cap", language: null, body: alert.toString() }];
  });
  return [
    { path: "/cap.atom", kind: "feed", language, body: capIndex(main).toString() },
    ...alerts,
  ];
}

/** Where the alert of an incident stands: always its newest message, which refers to those before. */
const capPath = ({ id }: PublicIncident): string => `/cap/${id}.xml`;

/**
 * The newest word about an incident as an alert in both languages.
 * https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2.html
 */
function capAlert(contexts: readonly PageContext[], incident: PublicIncident): Html | null {
  const [main] = contexts;
  const [newest, ...earlier] = messagesOf(incident);
  if (!main || !newest) return null;
  const { state } = main;
  const sender = senderOf(main);
  const references = earlier.map(({ name, sentAt }) => `${sender},${name},${time(sentAt)}`);
  const kind = earlier.length === 0 ? "Alert" : newest.isTakenBack ? "Cancel" : "Update";
  return xml`<?xml version="1.0" encoding="utf-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${newest.name}</identifier><sender>${sender}</sender><sent>${time(newest.sentAt)}</sent><status>${state.organisation.mode === "training" ? "Exercise" : "Actual"}</status><msgType>${kind}</msgType><scope>Public</scope>${references.length > 0 && xml`<references>${references.join(" ")}</references>`}<incidents>${incident.id}</incidents>${newest.isTakenBack ? null : contexts.map((context) => infoOf(context, incident, newest.notice))}</alert>
`;
}

/** The alerts of all incidents as an Atom feed, as readers of CAP follow it. */
function capIndex(context: PageContext): Html {
  const { words, language, state, publicUrl } = context;
  const alerts = [...state.open, ...state.past].flatMap((incident) => {
    const [newest] = messagesOf(incident);
    return newest ? [{ incident, newest }] : [];
  });
  const sent = alerts.map(({ newest }) => newest.sentAt);
  const updatedAt = sent.length > 0 ? Math.max(...sent) : feedUpdatedAt(context, []);
  const { name } = state.organisation;
  return xml`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}"><id>${tagOf(publicUrl, "cap")}</id><title>${words("cap:feed", { name })}</title><updated>${new Date(updatedAt).toISOString()}</updated><author><name>${name}</name></author><link rel="self" type="application/atom+xml" href="${publicUrl}/cap.atom"/>
${alerts.map(
  ({
    incident,
    newest,
  }) => xml`<entry><id>${tagOf(publicUrl, `cap/${newest.name}`)}</id><title>${newest.notice.texts[language].title || incident.title[language]}</title><updated>${new Date(newest.sentAt).toISOString()}</updated><link rel="alternate" type="${CAP_TYPE}" href="${publicUrl}${capPath(incident)}"/></entry>
`,
)}</feed>
`;
}

type Message = { name: string; notice: Notice; sentAt: number; isTakenBack: boolean };

/** One message for each thing that was said, the newest first; to take it back is another message. */
function messagesOf({ updates }: PublicIncident): Message[] {
  return updates
    .flatMap((notice) => {
      const name = `${notice.id}-${notice.version}`;
      const said = { name, notice, sentAt: notice.publishedAt, isTakenBack: false };
      if (notice.state !== "withdrawn") return [said];
      const back = { ...said, name: `${name}-withdrawn`, sentAt: notice.updatedAt };
      return [{ ...back, isTakenBack: true }, said];
    })
    .sort((a, b) => b.sentAt - a.sentAt);
}

function infoOf(context: PageContext, incident: PublicIncident, notice: Notice): Html | null {
  const { words, language, state, publicUrl } = context;
  // What follows in this language is told when it is there.
  if (notice.untranslated === language) return null;
  const { title, message, advice, nextStep } = notice.texts[language];
  const isOver = notice.severity === "resolved";
  const instruction = [advice, nextStep].filter((line) => line !== "").join("\n");
  const { name } = state.organisation;
  return xml`<info><language>${LANGUAGE_TAGS[language]}</language><category>${incident.platform === null ? "Other" : "Infra"}</category><event>${incident.title[language]}</event><responseType>${isOver ? "AllClear" : "Monitor"}</responseType><urgency>${isOver ? "Past" : "Immediate"}</urgency><severity>${SEVERITIES[notice.severity]}</severity><certainty>${incident.confirmedAt === null ? "Likely" : "Observed"}</certainty><effective>${time(notice.publishedAt)}</effective><onset>${time(incident.startedAt)}</onset><expires>${time(notice.publishedAt + EXPIRY_MS)}</expires><senderName>${name}</senderName><headline>${headlineOf(title)}</headline><description>${message}</description>${instruction !== "" && xml`<instruction>${instruction}</instruction>`}<web>${publicUrl}/${language}/incidents/${incident.id}</web><area><areaDesc>${words("cap:area", { name })}</areaDesc></area></info>`;
}

const senderOf = ({ publicUrl }: PageContext): string => `tocsin@${new URL(publicUrl).hostname}`;

const headlineOf = (title: string): string =>
  title.length <= HEADLINE_LENGTH_MAX ? title : `${title.slice(0, HEADLINE_LENGTH_MAX - 1)}…`;

/** To the second, with an offset: CAP knows no "Z" (section 3.3.2). */
const time = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}-00:00`;
