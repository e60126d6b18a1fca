import { plainWords } from "./text/plain-words.ts";

/** What a person's reply means to us. */
export type Meaning = "safe" | "help" | "stop" | "start" | "read" | "other";

/** The command words of carriers and of the four languages people answer in. */
const WORDS: Readonly<Record<Exclude<Meaning, "other">, readonly string[]>> = {
  stop: listed(
    "stop, stopall, unsubscribe, unsub, cancel, end, quit, optout, opt out, revoke, remove, remove me",
    "arret, arreter, arretez, stopper, desabonner, me desabonner, desabonnement, desabonnez moi",
    "desinscrire, me desinscrire, desinscription, desinscrivez moi, resilier, ne plus recevoir",
    "alto, baja, dar de baja, darme de baja, parar, pare, detener, cancelar, no mas mensajes",
    "sair, remover, descadastrar, descadastrar me, desinscrever, cancelar inscricao",
  ),
  start: listed(
    "start, unstop, subscribe, resubscribe, reprendre, abonner, me reabonner, reabonner",
    "alta, suscribir, suscribirme, iniciar, comecar, inscrever, voltar",
  ),
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
/** A sentence that starts with a number is an answer; one that starts with "ok" may be anything. */
const FIRST_WORDS_THAT_DECIDE = new Set(["1", "2", "sos"]);

/** Words that ask to be left alone, even among others, as long as the others ask for nothing else. */
const STOP_WORDS = new Set(
  listed(
    "stop, stopall, unsubscribe, optout, stopper, arret, arreter, arretez, desabonner, desabonnez",
    "desinscrire, desinscrivez, darreter, baja, parar, pare, sair, descadastrar",
  ),
);
/**
 * What is said around them: courtesies, and the messages that are meant. "Stop at the bridge?" or
 * "the bus does not stop here" hold other words, and are for a person to read.
 */
const AROUND_STOP = new Set(
  listed(
    "please, pls, plz, thanks, thank, you, now, all, me, my, these, this, the, texting, sending, texts",
    "text, sms, whatsapp, message, messages, msg, msgs, mail, mails, email, emails, to, at, number",
    "merci, svp, stp, sil, vous, te, plait, moi, tout, tous, ces, les, vos, des, de, envois, envoyer",
    "texto, textos, au, numero, alertes, alerts",
    "por, favor, gracias, mensajes, mensaje, todo, todos, los, sus, enviar, enviarme, ya, alertas",
    "obrigado, obrigada, mensagens, mensagem, os, as, suas, agora",
  ),
);
const AROUND_STOP_MAX = 8;

/** Reads a reply as tolerantly as people type: case, accents, spaces, full stops, emoji digits. */
export function meaningOf(reply: string): Meaning {
  const typed = plainWords(reply);
  const whole = ORDER.find((meaning) => WORDS[meaning].includes(typed));
  if (whole) return whole;
  const words = typed.split(" ");
  if (isStopAmongCourtesies(words)) return "stop";
  const first = words[0] ?? "";
  if (!FIRST_WORDS_THAT_DECIDE.has(first)) return "other";
  return ORDER.find((meaning) => WORDS[meaning].includes(first)) ?? "other";
}

function isStopAmongCourtesies(words: readonly string[]): boolean {
  if (words.length > AROUND_STOP_MAX || !words.some((word) => STOP_WORDS.has(word))) return false;
  // A short code that is named beside it: "STOP au 36111".
  return words.every(
    (word) => STOP_WORDS.has(word) || AROUND_STOP.has(word) || /^\d{5}$/.test(word),
  );
}

/** One line for each language or pair of them. A function, so that it may stand above its use. */
function listed(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(", "));
}
