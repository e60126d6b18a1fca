import type { Outcome } from "../domain/outcome.ts";
import { smsParts } from "../domain/text/sms-parts.ts";
import { smsText } from "../domain/text/sms-segments.ts";
import { SECOND_MS } from "../lib/clock.ts";
import { COMMANDS, messageBody, type Party, readId, STATUS } from "../lib/smpp.ts";
import { ANSWER_TIMEOUT_MS, type Answered, type SmppLine } from "./smpp-line.ts";
import type { Message } from "./transport.ts";

const VALIDITY_MIN_S = 60;
const VALIDITY_MAX_S = 3 * 86_400;
const HAS_HEADER = 0x40;
const WIDE = 8;
const NARROW = 0;
const INTERNATIONAL = { ton: 1, npi: 1 };

/** Nothing of it has left us. */
export const unsent: Outcome = { kind: "unreachable", why: "the line is gone" };

type Order = {
  message: Message;
  to: string;
  sender: string;
  /** The number that the parts of this message carry. */
  name: number;
  /** How much is left of the time that all parts have together. */
  leftMs(): number;
};

/** Only the last part asks for a receipt: it is what completes the text on the telephone. */
export async function submitAll(
  line: Pick<SmppLine, "request" | "leave">,
  order: Order,
): Promise<Outcome> {
  const { alphabet, parts } = smsParts(smsText(order.message.body), order.name);
  const of = { isLong: parts.length > 1, dataCoding: alphabet === "gsm7" ? NARROW : WIDE };
  let id: string | null = null;
  for (const [at, part] of parts.entries()) {
    const bytes = Buffer.from(part);
    const body = partBody(order, { ...of, isLast: at === parts.length - 1, bytes });
    const timeoutMs = Math.min(ANSWER_TIMEOUT_MS, order.leftMs());
    const answered: Answered =
      timeoutMs > 0 ? await line.request(COMMANDS.submitSm, body, timeoutMs) : { kind: "unsent" };
    const outcome = outcomeOf(answered);
    // The next message binds a line anew.
    if (answered.kind === "answered" && UNBOUND.has(answered.unit.status)) line.leave();
    // A part of it is on its way: sent again, that part would come twice.
    if (outcome !== null)
      return at === 0 ? outcome : { kind: "unknown", why: "half of it was sent" };
    if (answered.kind === "answered") id = readId(answered.unit.body).toLowerCase() || null;
  }
  return { kind: "accepted", providerId: id };
}

type Part = { isLong: boolean; isLast: boolean; dataCoding: number; bytes: Buffer };

const partBody = ({ message, to, sender }: Order, part: Part): Buffer =>
  messageBody({
    from: partyOf(sender),
    to: { ...INTERNATIONAL, number: to.replace(/^\+/, "") },
    esmClass: part.isLong ? HAS_HEADER : 0,
    validity: validityOf(message.validityMs),
    registered: part.isLast ? 1 : 0,
    dataCoding: part.dataCoding,
    bytes: part.bytes,
    extras: new Map(),
  });

/** Our sender, our account, or the form of every message; not the length of this one. */
const OPERATOR = new Set([
  0x02, 0x06, 0x07, 0x0a, 0x0d, 0x0e, 0x0f, 0x15, 0x33, 0x34, 0x40, 0x42, 0x43, 0x44, 0x48, 0x49,
  0x53, 0x54, 0x61, 0x62, 0x63, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4,
]);
const ADDRESS = new Set([0x0b, 0x50, 0x51]);
const TIME = new Set([0x14, STATUS.throttled]);
/** The centre does not take this line for bound any more. */
const UNBOUND = new Set<number>([STATUS.unknownCommand, STATUS.invalidBind]);
const AGAIN = new Set([...UNBOUND, 0x64]);
const UNCLEAR = new Set([STATUS.systemError, 0x45, 0xfe, 0xff]);

function outcomeOf(answered: Answered): Outcome | null {
  if (answered.kind === "unsent") return unsent;
  if (answered.kind === "lost") return { kind: "unknown", why: "no answer from the centre" };
  const { status } = answered.unit;
  if (status === STATUS.ok) return null;
  const why = `SMPP 0x${status.toString(16)}`;
  if (TIME.has(status)) return { kind: "throttled", waitMs: null };
  if (ADDRESS.has(status)) return { kind: "rejected", why };
  if (AGAIN.has(status)) return { kind: "unreachable", why };
  if (UNCLEAR.has(status)) return { kind: "unknown", why };
  if (OPERATOR.has(status)) return { kind: "misconfigured", why };
  // Refused by the operator's own rules, or with a number that nobody knows: one message's trouble.
  return { kind: "rejected", why, scope: "message" };
}

function partyOf(sender: string): Party {
  const number = sender.replace(/^\+/, "");
  if (!/^\d+$/.test(number)) return { ton: 5, npi: 0, number };
  return number.length <= 6 ? { ton: 3, npi: 0, number } : { ...INTERNATIONAL, number };
}

/** `0000DDhhmmss000R`: from now on. */
function validityOf(validityMs: number): string {
  const wanted = Math.floor(validityMs / SECOND_MS);
  const seconds = Math.min(Math.max(wanted, VALIDITY_MIN_S), VALIDITY_MAX_S);
  const units = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
    seconds % 60,
  ];
  return `0000${units.map((unit) => String(unit).padStart(2, "0")).join("")}000R`;
}
