import { fold } from "./fold.ts";

/**
 * How status pages say that something is broken, over, or planned, in French, English, Spanish and
 * Portuguese. Compared without accents and in lower case. What people post is another language:
 * src/domain/text reads that.
 */
const TROUBLE = [
  "outage|disrupt|degraded|down(?!load)|investigating|identified|incident|issue|delays|problems",
  "not working|unavailable|elevated error|crashed",
  "panne|perturb|degrad|enquete|indisponible|ne marche pas|ne fonctionne pas|ne marche plus",
  "probleme|dysfonctionnement|interruption",
  "caida|caido|interrupcion|incidencia|investigando|fallo|no funciona|no disponible",
  "queda d[oae]|interrupcao|instabilidade|indisponivel|falha|nao funciona|fora do ar|caiu",
];
const MAJOR = [
  "major outage|full outage|complete outage|global outage|high disruption",
  "panne majeure|panne totale|panne generale|panne mondiale|interruption totale",
  "caida general|caida total|caida mundial|interrupcion total",
  "queda geral|queda total|queda mundial|interrupcao total",
];
const OVER = [
  "resolved|fixed|completed|restored|postmortem|back to normal",
  "resolu|retabli|termine|cloture|retour a la normale",
  "resuelt|solucionad|restablecid|completad",
  "resolvid|normalizad|restabelecid|concluid",
];
const PLANNED = [
  "maintenance|scheduled|planned",
  "travaux|planifie|programmee",
  "mantenimiento|programad",
  "manutencao|agendad",
];

/** A word of the list stands at the beginning of a word of the text. */
const patternOf = (words: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})`, "u");

const trouble = patternOf(TROUBLE);
const major = patternOf(MAJOR);
const over = patternOf(OVER);
const planned = patternOf(PLANNED);
/** "Resolved - …" or "Status: resolved", as status pages begin the last word on an incident. */
const overLabel = new RegExp(
  `(?:^|[-–—:|[(]\\s*)(?:${OVER.join("|")})\\p{L}*\\s*(?:[-–—:|\\])]|$)`,
  "mu",
);

/** Hashtags that are a complaint by themselves, for example #whatsappdown. */
const troubleTag = /(?:down|outage|panne|caido|caida|caiu|foradoar)$/;

export const isTroubleTag = (tag: string): boolean => troubleTag.test(fold(tag));
export const speaksOfTrouble = (text: string): boolean => trouble.test(fold(text));
export const speaksOfMajorTrouble = (text: string): boolean => major.test(fold(text));
export const speaksOfPlannedWork = (text: string): boolean => planned.test(fold(text));

/** Whether an entry gives the all-clear; its text may tell several updates, newest first. */
export function speaksOfTheEnd({ title, text }: { title: string; text: string }): boolean {
  if (over.test(fold(title))) return true;
  const folded = fold(text);
  if (overLabel.test(folded)) return true;
  const end = folded.search(over);
  const start = folded.search(trouble);
  return end >= 0 && (start < 0 || end < start);
}
