import type { Language, Texts } from "../domain/language.ts";
import { dress, fill, textFor } from "../domain/message.ts";
import type { Position } from "../domain/next-step.ts";
import type { CopyPerson } from "../domain/offline/copy.ts";
import { valuesOf } from "../domain/offline/sending.ts";
import { wordsFor } from "../lib/words.ts";
import type { Message } from "../transports/transport.ts";
import type { OpenChannel } from "./offline-run.ts";

/** Where STOP can be answered; elsewhere there is nobody to answer to while the server is gone. */
const ANSWERED = new Set(["whatsapp", "sms", "telegram", "messenger", "signal", "email"]);
const VALIDITY_MIN_MS = 1_000;

type Writing = {
  job: string;
  texts: Texts;
  channel: Pick<OpenChannel, "row" | "transport">;
  person: CopyPerson;
  language: Language;
  at: Position;
  sentAt: number;
};

/** The complete message of one attempt, with no link: nobody is there to open it to. */
export function messageFor(writing: Writing): Message {
  const { job, texts, channel, person, language, at, sentAt } = writing;
  const filled = fill(textFor(texts, language), valuesOf(person));
  if (filled.kind === "incomplete") throw new Error("A message with holes reached its sending.");
  const words = wordsFor(language);
  const { addressKind, drill } = channel.row;
  const codes = addressKind === "voice" ? "" : words("safety:codes.stop");
  const links = { answer: null, optOut: null };
  const added = {
    words: {
      replyCodes: ANSWERED.has(addressKind) ? codes : "",
      answerLink: "",
      optOutLink: "",
      drill: words("delivery:drill"),
    },
    links,
    drill,
  };
  const { bodyLengthMax } = channel.transport.limits;
  const { heading, body } = dress(filled.text, { twoWay: true, bodyLengthMax }, added);
  return {
    reference: referenceOf(job, person.id, at),
    heading,
    body,
    language,
    validityMs: Math.max(VALIDITY_MIN_MS, at.dueAt - sentAt),
    links,
    callbackUrl: null,
    at: sentAt,
  };
}

/** Unlike any reference of the server's: a receipt that comes to it later is nobody's there. */
const referenceOf = (job: string, id: number, { rung, try: tryNo }: Position): string =>
  `o${job.slice(0, 10)}-${[id, rung, tryNo].map((part) => part.toString(36)).join("-")}`;
