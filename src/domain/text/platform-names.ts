/**
 * How people write the name of a platform, in folded text. A doubtful name is a common word as
 * well: it counts only in the company of words about messages, and not in that of its other sense.
 */
export type PlatformNames = { certain?: string; doubtful?: string; otherSense?: string };

export const PLATFORM_NAMES: Readonly<Record<string, PlatformNames>> = {
  whatsapp: {
    certain: "w+h?at'?s?[ -]?a+p+s?|wh?ats+app?|wa?s+app?|whatsup|zapzap|wpp",
    doubtful: "whats|zap",
    otherSense: "whats (?:up|new|wrong|that|this|your|the)\\b|zap (?:it|the|them|him)\\b|zapp?ing",
  },
  messenger: {
    certain: "fb messenger|facebook messenger|mess?engerdown",
    doubtful: "mess?[ea]nger",
    otherSense: "(?:shoot|kill) the messenger|messenger (?:rna|bag)|bicycle messenger|rna",
  },
  instagram: { certain: "insta(?:gram)?|instragram|instagran|ig" },
  facebook: { certain: "facebook|facebok|fb" },
  telegram: {
    certain: "telegram|telegran|tg",
    otherSense: "(?:sent|received|got|old|war|1[89]\\d\\d) (?:an? |the )?telegram\\b",
  },
  signal: {
    certain: "signal[ -]?(?:app|messenger|down)|signalapp",
    doubtful: "signal",
    otherSense:
      "traffic|smoke|fumee|humo|fumaca|train|tren\\b|trem\\b|line|ligne|linea|linha|wifi|wi-fi|" +
      "(?:no|weak|bad|lost|poor|gps|tv|radio) signal|(?:le|du|un|de|aucun|pas de) signal|" +
      "signal (?:failure|strength|de|gps|tv|radio|faible)|[45]g\\b|antenn|semafor",
  },
  sms: { certain: "sms|text messages?|texts|textos?|mensajes de texto" },
  email: { certain: "e-?mails?|mails?|courriels?|correos?" },
};

/** A name stands alone or with a complaint behind it; in a hashtag anything may follow. */
const written = (names: string): RegExp => {
  const tagged = `#(?:${names})[\\p{L}\\p{N}_]*`;
  const plain = `(?:${names})(?:do?wn|outage|panne|caido|caiu)?(?![\\p{L}\\p{N}])`;
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${tagged}|${plain})`, "gu");
};

export const nameMatchers = ({ certain, doubtful, otherSense }: PlatformNames) => ({
  certain: certain === undefined ? null : written(certain),
  doubtful: doubtful === undefined ? null : written(doubtful),
  otherSense: otherSense === undefined ? null : new RegExp(otherSense, "u"),
});

const every = written(
  Object.values(PLATFORM_NAMES)
    .flatMap(({ certain, doubtful }) => [certain, doubtful])
    .filter((names) => names !== undefined)
    .join("|"),
);

/** With one word in the place of each name: which platform it is does not change the class. */
export const withoutNames = (folded: string, instead: string): string =>
  folded.replace(every, instead);
