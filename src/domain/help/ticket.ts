import { plainLines } from "../text/plain-lines.ts";

export const TICKET_STATES = ["open", "answered", "closed"] as const;
/** Whether somebody waits for us, has heard from us, or is done with. */
export type TicketState = (typeof TICKET_STATES)[number];
export type TicketLineKind = "note" | "answer" | "step";
export type TicketMailState = "queued" | "sending" | "sent" | "failed" | "unknown";

export const MESSAGE_LENGTH_MAX = 4_000;
export const NAME_LENGTH_MAX = 100;

/** Letters and digits that nobody confuses on the telephone: no 0 and O, no 1 and I. */
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const REFERENCE_LENGTH = 8;

/** The number of a ticket, made from chance; 256 is eight times 32, so no letter is likelier. */
export const referenceFrom = (bytes: Uint8Array): string =>
  Array.from(bytes.slice(0, REFERENCE_LENGTH), (byte) => ALPHABET[byte % ALPHABET.length]).join("");

/** As people read it out: two groups of four. */
export const spokenReference = (reference: string): string =>
  `${reference.slice(0, 4)}-${reference.slice(4)}`;

/** What a person typed, as text that may be kept: no characters that nobody sees, no towers. */
export function cleanText(typed: string, lengthMax: number): string {
  const seen = plainLines(typed.slice(0, lengthMax * 2).normalize("NFC"))
    .replace(/[\p{Cf}\p{Co}\p{Cs}]|(?!\n)\p{Cc}/gu, " ")
    .replace(/(\p{M}{2})\p{M}+/gu, "$1")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
  return Array.from(seen).slice(0, lengthMax).join("");
}
