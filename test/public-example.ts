import type { PointFacts } from "../src/domain/contact-point.ts";
import type { Language } from "../src/domain/language.ts";
import type { Hours } from "../src/domain/opening-hours.ts";
import {
  type IncidentFacts,
  type Notice,
  type PlatformFacts,
  type PublicFacts,
  type PublicState,
  publicStateOf,
} from "../src/domain/public-state.ts";
import { wordsFor } from "../src/lib/words.ts";
import type { PageContext } from "../src/pages/context.ts";
import { PLAIN_LOOK } from "../src/pages/look.ts";

/** A Friday, 10:42 in Paris. */
export const NOW = Date.parse("2026-11-20T09:42:00Z");
export const MINUTE = 60_000;
export const PUBLIC_URL = "https://etat.example";
export const INCIDENT = "0193a000-0000-7000-8000-000000000001";

const OFFICE: Hours = Object.fromEntries(
  ["1", "2", "3", "4", "5"].map((day) => [day, [["09:00", "18:00"]]]),
);

export function point(fields: Partial<PointFacts> & { id: string }): PointFacts {
  return {
    name: { fr: fields.id, en: fields.id },
    kind: "chat",
    platformId: null,
    failureDomain: null,
    link: null,
    hours: null,
    languages: ["fr", "en"],
    waitingMinutes: null,
    baseline: "operational",
    updatedAt: NOW - 600 * MINUTE,
    ...fields,
  };
}

export function incident(fields: Partial<IncidentFacts> = {}): IncidentFacts {
  return {
    id: INCIDENT,
    platformId: "whatsapp",
    state: "confirmed",
    class: "general",
    title: { fr: "Panne générale de WhatsApp", en: "General outage of WhatsApp" },
    startedAt: NOW - 28 * MINUTE,
    openedAt: NOW - 24 * MINUTE,
    confirmedAt: NOW - 22 * MINUTE,
    monitoringAt: null,
    closedAt: null,
    ...fields,
  };
}

export function notice(fields: Partial<Notice> = {}): Notice {
  return {
    id: "0193a000-0000-7000-8000-0000000000a2",
    incidentId: INCIDENT,
    state: "published",
    severity: "major",
    texts: {
      fr: {
        title: "WhatsApp ne distribue plus les messages",
        message:
          "Depuis 10 h 14, les messages envoyés sur WhatsApp n’arrivent plus, dans toute l’Europe. La panne vient de WhatsApp, pas de votre téléphone ni de nos services.\nLes messages que vous nous avez envoyés depuis ne nous sont pas parvenus.",
        advice:
          "Pour une demande urgente, appelez-nous ou envoyez un SMS. Inutile de renvoyer vos messages WhatsApp : ils partiront d’eux-mêmes au retour du service.",
        nextStep:
          "Nous surveillons le retour du service et le dirons ici. WhatsApp n’a pas annoncé d’heure de rétablissement.",
      },
      en: {
        title: "WhatsApp is not delivering messages",
        message:
          "Since 10:14, messages sent on WhatsApp have not been arriving anywhere in Europe. The outage is WhatsApp's, not your phone's and not ours.\nMessages you have sent us since then have not reached us.",
        advice:
          "If it is urgent, call us or send a text message. There is no need to send your WhatsApp messages again: they will go out by themselves once it is back.",
        nextStep:
          "We are watching for WhatsApp to come back and will say so here. WhatsApp has given no time for it.",
      },
    },
    source: "Tocsin, metastatus.com",
    version: 2,
    publishedAt: NOW - 6 * MINUTE,
    updatedAt: NOW - 6 * MINUTE,
    nextUpdateAt: NOW + 24 * MINUTE,
    ...fields,
  };
}

export function platform(
  fields: Partial<PlatformFacts> & { id: string; name: string },
): PlatformFacts {
  return {
    observed: { level: "healthy", class: "unknown", since: NOW - 900 * MINUTE },
    declared: { verdict: "up", at: NOW - 2 * MINUTE },
    lookedAt: NOW - 0.5 * MINUTE,
    reporters: 0,
    ...fields,
  };
}

const POINTS = [
  point({
    id: "p-whatsapp",
    name: { fr: "WhatsApp", en: "WhatsApp" },
    platformId: "whatsapp",
    failureDomain: "meta",
    link: "https://wa.me/33155000001",
  }),
  point({
    id: "p-messenger",
    name: { fr: "Messenger", en: "Messenger" },
    platformId: "messenger",
    failureDomain: "meta",
    link: "https://m.me/centre.exemple",
    waitingMinutes: 4,
  }),
  point({
    id: "p-phone",
    name: { fr: "Téléphone", en: "Phone" },
    link: "tel:+33155000002",
    hours: OFFICE,
    waitingMinutes: 8,
  }),
  point({
    id: "p-sms",
    name: { fr: "SMS", en: "Text message" },
    platformId: "sms",
    failureDomain: "carrier",
    link: "sms:+33600000003",
    waitingMinutes: 3,
  }),
  point({
    id: "p-mail",
    name: { fr: "Courriel", en: "E-mail" },
    link: "mailto:contact@centre.example",
    languages: ["fr"],
  }),
];

const FIRST = notice({
  id: "0193a000-0000-7000-8000-0000000000a1",
  state: "corrected",
  severity: "partial",
  version: 1,
  publishedAt: NOW - 20 * MINUTE,
  updatedAt: NOW - 20 * MINUTE,
  texts: {
    fr: {
      title: "WhatsApp : messages perturbés",
      message: "Nous constatons des retards sur WhatsApp et cherchons à comprendre.",
      advice: "Si c’est urgent, appelez-nous.",
      nextStep: "Nous revenons vers vous avant 10 h 45.",
    },
    en: {
      title: "WhatsApp: messages delayed",
      message: "We are seeing delays on WhatsApp and are looking into it.",
      advice: "If it is urgent, call us.",
      nextStep: "We will be back before 10:45.",
    },
  },
});

const PAST = incident({
  id: "0193a000-0000-7000-8000-000000000002",
  platformId: "messenger",
  state: "resolved",
  title: { fr: "Messenger : photos refusées", en: "Messenger: pictures refused" },
  startedAt: NOW - 9 * 1440 * MINUTE,
  openedAt: NOW - 9 * 1440 * MINUTE,
  confirmedAt: NOW - 9 * 1440 * MINUTE + 4 * MINUTE,
  closedAt: NOW - 9 * 1440 * MINUTE + 95 * MINUTE,
});

/** A day like any other, on which nothing is wrong. */
export const calmFacts: PublicFacts = {
  organisation: {
    name: "Centre hospitalier du Val",
    mode: "live",
    timeZone: "Europe/Paris",
    defaultLanguage: "fr",
  },
  recordedSince: NOW - 60 * 1440 * MINUTE,
  points: POINTS,
  platforms: [
    platform({ id: "whatsapp", name: "WhatsApp" }),
    platform({ id: "messenger", name: "Messenger" }),
    platform({ id: "sms", name: "SMS", declared: null }),
  ],
  incidents: [PAST],
  notices: [],
};

/** The same organisation on the morning on which WhatsApp goes dark. */
export const outageFacts: PublicFacts = {
  ...calmFacts,
  platforms: [
    platform({
      id: "whatsapp",
      name: "WhatsApp",
      observed: {
        level: "confirmed",
        class: "general",
        since: NOW - 22 * MINUTE,
      },
      reporters: 214,
    }),
    ...calmFacts.platforms.slice(1),
  ],
  incidents: [incident(), PAST],
  notices: [notice(), FIRST],
};

export function contextOf(
  facts: PublicFacts,
  language: Language,
  scene: { now?: number; state?: PublicState } = {},
): PageContext {
  const now = scene.now ?? NOW;
  const state = scene.state ?? publicStateOf(facts, now);
  return {
    words: wordsFor(language),
    language,
    state,
    now,
    publicUrl: PUBLIC_URL,
    base: "",
    look: PLAIN_LOOK,
  };
}
