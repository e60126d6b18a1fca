import type { Texts, TwoLanguages } from "../language.ts";
import type { Role } from "../roles.ts";

/** The fictional bakery chain that a newcomer meets. Every name in it is made up. */
export const TRAINING = {
  name: "Boulangeries Clairval",
  timeZone: "Europe/Paris",
  country: "FR",
  language: "fr",
  contacts: 500,
} as const;

/** Who acts in the play. The newcomer joins them as administrator. */
export const TEAM = {
  leila: {
    email: "leila@example.org",
    name: "Leïla (simulation)",
    roles: ["responder", "communicator"],
  },
  marc: { email: "marc@example.org", name: "Marc (simulation)", roles: ["approver", "responder"] },
} as const satisfies Record<string, { email: string; name: string; roles: readonly Role[] }>;

/** The addresses of the one who tries Tocsin out. */
export const NEWCOMER = { email: "admin@example.org", name: "Administrator" } as const;

type TrainingPoint = {
  name: TwoLanguages;
  kind: string;
  platformId: string | null;
  link: string;
  languages: ("fr" | "en")[];
  waitingMinutes: number | null;
  hours: Record<string, [string, string][]> | null;
};

const SHOP_HOURS: Record<string, [string, string][]> = Object.fromEntries(
  ["1", "2", "3", "4", "5", "6"].map((day) => [day, [["07:00", "19:30"]]]),
);

/** The ways to reach the bakeries; numbers from the ranges that ARCEP keeps for fiction. */
export const POINTS: readonly TrainingPoint[] = [
  {
    name: { fr: "WhatsApp", en: "WhatsApp" },
    kind: "whatsapp",
    platformId: "whatsapp",
    link: "https://wa.me/33639980000",
    languages: ["fr", "en"],
    waitingMinutes: 5,
    hours: null,
  },
  {
    name: { fr: "Messenger", en: "Messenger" },
    kind: "messenger",
    platformId: "messenger",
    link: "https://m.me/clairval.example",
    languages: ["fr"],
    waitingMinutes: 15,
    hours: null,
  },
  {
    name: { fr: "Téléphone", en: "Telephone" },
    kind: "phone",
    platformId: null,
    link: "tel:+33199001234",
    languages: ["fr", "en"],
    waitingMinutes: 3,
    hours: SHOP_HOURS,
  },
  {
    name: { fr: "SMS", en: "SMS" },
    kind: "sms",
    platformId: "sms",
    link: "sms:+33639980001",
    languages: ["fr", "en"],
    waitingMinutes: 10,
    hours: null,
  },
  {
    name: { fr: "Courriel", en: "E-mail" },
    kind: "email",
    platformId: "email",
    link: "mailto:bonjour@clairval.example",
    languages: ["fr", "en"],
    waitingMinutes: 120,
    hours: null,
  },
];

/** What is being sent when WhatsApp fails: a storm closes the shops, and people are asked how they are. */
export const STORM: { title: string; texts: Texts } = {
  title: "Tempête : fermeture des boutiques / Storm: shops closing",
  texts: {
    fr: {
      heading: "Tempête : nos boutiques ferment à 16 h",
      body:
        "Bonjour {name}, la préfecture annonce une tempête ce soir. Nos boutiques ferment à 16 h. " +
        "Ne vous déplacez pas pour votre commande, nous la gardons.",
    },
    en: {
      heading: "Storm: our shops close at 4 p.m.",
      body:
        "Hello {name}, a storm is expected tonight. Our shops close at 4 p.m. " +
        "Please do not come out for your order, we will keep it.",
    },
  },
};

/** What follows once the outage is confirmed: part of the incident, by what still works. */
export const REDIRECT: { title: string; texts: Texts } = {
  title: "WhatsApp en panne : comment nous joindre / WhatsApp is down: how to reach us",
  texts: {
    fr: {
      heading: "WhatsApp est en panne",
      body:
        "Bonjour {name}, WhatsApp est en panne : vos messages ne nous parviennent pas. " +
        "Pour une commande, appelez votre boutique ou répondez à ce message.",
    },
    en: {
      heading: "WhatsApp is down",
      body:
        "Hello {name}, WhatsApp is down: your messages do not reach us. " +
        "For an order, call your shop or answer this message.",
    },
  },
};

export const CONSENT = {
  wording:
    "J’accepte que Clairval me prévienne en cas d’urgence. / Clairval may warn me in an emergency.",
  source: "entraînement / training",
} as const;
