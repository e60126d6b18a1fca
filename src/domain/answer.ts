/** What a person's reply means to us. */
export type Meaning = "safe" | "help" | "stop" | "start" | "read" | "other";

/** The command words of carriers and of the four languages people answer in. */
const WORDS: Readonly<Record<Exclude<Meaning, "other">, readonly string[]>> = {
  stop: listed(
    "stop, stopall, unsubscribe, cancel, end, quit, optout, opt out, revoke, remove",
    "arret, arreter, arretez, desabonner, desinscrire, desinscription, resilier",
    "alto, baja, parar, pare, detener, cancelar, sair, remover",
  ),
  start: listed("start, unstop, subscribe, reprendre, abonner, alta, iniciar, comecar"),
  help: listed(
    "2, help, sos, emergency, i need help, need help",
    "aide, aidez moi, au secours, secours, urgence, besoin daide",
    "ayuda, auxilio, socorro, ajuda",
  ),
  safe: listed(
    "1, safe, ok, okay, im ok, im safe, i am safe, i am ok, fine, im fine",
    "en securite, je suis en securite, sain et sauf, tout va bien, ca va, je vais bien",
    "a salvo, estoy a salvo, estoy bien, bien, estou bem, bem, seguro, segura",
  ),
  read: listed("read, seen, received, lu, vu, recu, bien recu, leido, recibido, lido"),
};

/** The order matters where words meet: whoever wants to be left alone is left alone. */
const ORDER = ["stop", "start", "help", "safe", "read"] as const;
const LENGTH_MAX = 200;
/** A sentence that starts with a number is an answer; one that starts with "ok" may be anything. */
const FIRST_WORDS_THAT_DECIDE = new Set(["1", "2", "stop", "arret", "sos"]);

/** Reads a reply as tolerantly as people type: case, accents, spaces, full stops, emoji digits. */
export function meaningOf(reply: string): Meaning {
  const typed = plainWords(reply.slice(0, LENGTH_MAX));
  const whole = ORDER.find((meaning) => WORDS[meaning].includes(typed));
  if (whole) return whole;
  const first = typed.split(" ")[0] ?? "";
  if (!FIRST_WORDS_THAT_DECIDE.has(first)) return "other";
  return ORDER.find((meaning) => WORDS[meaning].includes(first)) ?? "other";
}

/** NFKC turns wide and circled digits into plain ones; what is left of an emoji digit is its digit. */
function plainWords(text: string): string {
  return text
    .normalize("NFKC")
    .normalize("NFD")
    .replace(/\p{Mn}|\p{Me}|\p{Cf}|['’]/gu, "")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, " ")
    .trim();
}

/** One line for each language or pair of them. A function, so that it may stand above its use. */
function listed(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(", "));
}
