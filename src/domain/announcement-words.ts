import type { Language } from "./language.ts";

/** What a notice should not say, by language. Each pattern is looked for as whole words. */
export type Wordings = Record<Language, readonly string[]>;

/** Promises that nobody can hold anybody to. */
export const VAGUE: Wordings = {
  fr: [
    "bientôt",
    "prochainement",
    "sous peu",
    "incessamment",
    "au plus vite",
    "au plus tôt",
    "dès que possible",
    "dès que nous en saurons plus",
    "le plus (?:vite|rapidement|tôt) possible",
    "dans les (?:plus brefs|meilleurs) délais",
    "rapidement",
    "d’un moment à l’autre",
    "ultérieurement",
    "en temps utile",
  ],
  en: [
    "soon",
    "shortly",
    "asap",
    "as soon as possible",
    "as quickly as possible",
    "at the earliest opportunity",
    "in due course",
    "any (?:minute|moment) now",
    "momentarily",
    "in a timely manner",
  ],
};

/** What sounds like a known cause. No incident of ours knows one. */
export const CAUSES: Wordings = {
  fr: [
    "à cause d[e’]\\w*",
    "en raison d[e’]\\w*",
    "d[ûu]e?s? (?:à|au|aux)",
    "caus[ée]+s? par",
    "provoqu[ée]+s? par",
    "cyberattaques?",
    "piratages?",
    "sabotages?",
  ],
  en: [
    "because of",
    "due to",
    "caused by",
    "as a result of",
    "cyber-?attacks?",
    "hack(?:ed|ers?|ing)?",
    "sabotage",
  ],
};

export const BLAME: Wordings = {
  fr: [
    "(?:la|leur|sa) faute",
    "fautifs?",
    "coupables?",
    "incompétents?",
    "incompétence",
    "négligences?",
    "(?:encore une fois|comme d’habitude),? (?:par|à cause)",
    "inadmissible",
    "scandaleux",
  ],
  en: [
    "(?:their|its|whose) fault",
    "to blame",
    "blames?",
    "incompeten(?:t|ce)",
    "negligen(?:t|ce)",
    "unacceptable",
    "let us down",
  ],
};

/** Words of our trade, which readers would have to look up. */
export const JARGON: Wordings = {
  fr: [
    "API",
    "DNS",
    "BGP",
    "SLA",
    "HTTP(?: \\d{3})?",
    "webhooks?",
    "back-?end",
    "front-?end",
    "timeouts?",
    "latences?",
    "clusters?",
    "failover",
    "incident de production",
    "périmètre impacté",
    "impact[ée]+s?",
    "mode dégradé",
    "root cause",
  ],
  en: [
    "API",
    "DNS",
    "BGP",
    "SLA",
    "HTTP(?: \\d{3})?",
    "webhooks?",
    "back-?end",
    "front-?end",
    "timeouts?",
    "latency",
    "clusters?",
    "failover",
    "degraded mode",
    "root cause",
    "impacted",
    "leverag(?:e|ing)",
    "mitigations?",
  ],
};

/** An end that is promised: a future, a word for the end, and a time, all in one sentence. */
export const END: Record<Language, { future: string; end: string; time: string; news: string }> = {
  fr: {
    future:
      "sera|seront|devrai(?:t|ent)|devrions|va|vont|allons|pensons|espérons|prévue?s?|attendue?s?|estimée?s?|rétablirons|reviendra|reprendra|fonctionnera",
    end: "rétabli\\w*|résolue?s?|réparée?s?|normale?|fonctionne\\w*|reprendr\\w*|revien\\w*|reviendra|disponibles?|terminée?s?|fin de la panne|retour",
    time: "\\d{1,2}\\s*(?:h|:)|\\d+\\s*(?:min\\w*|heures?|jours?)|une heure|deux heures|quelques (?:minutes|heures)|ce soir|demain|midi|minuit|fin de (?:matinée|journée)",
    news: "nouvelles?|informations?|point|information|informerons|publierons|tiendrons",
  },
  en: {
    future: "will|should|expect(?:ed)?|going to|hope|plan(?:ned)?|estimated?|’ll",
    end: "restored?|resolved?|fixed|repaired|back|normal|working|works?|available|over|end",
    time: "\\d{1,2}(?::\\d{2}|\\s*[ap]m)|\\d+\\s*(?:minutes?|hours?|days?)|an hour|a few (?:minutes|hours)|tonight|tomorrow|noon|midnight|end of the (?:day|morning)",
    news: "update|news|tell you|let you know|inform",
  },
};
