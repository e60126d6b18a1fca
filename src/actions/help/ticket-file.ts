import { randomBytes } from "node:crypto";
import {
  cleanText,
  MESSAGE_LENGTH_MAX,
  NAME_LENGTH_MAX,
  referenceFrom,
} from "../../domain/help/ticket.ts";
import type { Language } from "../../domain/language.ts";
import { DAY_MS, HOUR_MS } from "../../lib/clock.ts";
import { seal } from "../../lib/crypto.ts";
import { parsePhone } from "../../lib/phone.ts";
import { listChannels } from "../../store/channels.ts";
import type { Tx } from "../../store/database.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { queueTicketMail } from "../../store/ticket-mails.ts";
import {
  countOpenTickets,
  insertTicket,
  lockTicketNetwork,
  ticketsOfNetwork,
} from "../../store/tickets.ts";
import { smtpEmail } from "../../transports/smtp-email.ts";
import { defineIntake, type Scene } from "../action.ts";
import { reporterOf } from "../report/reporter.ts";
import { hashAddress } from "../subscriber/addresses.ts";
import { mayWrite } from "../subscriber/letters.ts";
import { carrierOf } from "../subscriber/offer.ts";

/** One address block may be an office, or one person with much time. */
export const TICKETS_PER_BLOCK_HOUR_MAX = 6;
const TICKETS_PER_BLOCK_DAY_MAX = 20;
/** More than this waits for nobody: it is more honest to say so. */
const TICKETS_OPEN_MAX = 5_000;
/** Who presses the button twice has written once. */
const TICKET_AGAIN_MS = HOUR_MS / 2;
const ASKED_COUNT_MAX = 10;
const ASKED_LENGTH_MAX = 500;
const REFERENCE_BYTES = 8;
const REFERENCE_TRIES_MAX = 5;

export type NewTicket = {
  language: Language;
  name: string;
  /** An e-mail address or a telephone number, as typed. */
  reply: string;
  message: string;
  asked: readonly string[];
  incidentId: string | null;
  /** The words under which the address is given. */
  consent: string;
  ip: string;
  agent: string;
};

export type TicketField = "name" | "reply" | "message";
export type Filed =
  | { kind: "filed"; reference: string; confirmed: boolean }
  | { kind: "wrong"; fields: TicketField[] }
  | { kind: "bounded" };

type Times = Omit<Scene, "actor">;
type Reply = { kind: "email" | "sms"; value: string };

/** Takes in what somebody writes to us. Neither their address nor their browser is kept. */
export const fileTicket = defineIntake<NewTicket, Filed>(async (tx, ticket, scene) => {
  const organisation = await readOrganisation(tx);
  const name = cleanText(ticket.name.replace(/\s+/g, " "), NAME_LENGTH_MAX);
  const message = cleanText(ticket.message, MESSAGE_LENGTH_MAX);
  const reply = replyOf(ticket.reply, organisation.default_country);
  const fields = wrongIn({ name, message, reply });
  if (reply === null || fields.length > 0) return { kind: "wrong", fields };
  const { block, blocks } = await reporterOf(tx, ticket, scene);
  await lockTicketNetwork(tx, block);
  const before = await ticketsOfNetwork(tx, blocks, scene.now - DAY_MS);
  const same = before.find((one) => one.message === message && isRecent(one, scene.now));
  if (same) return { kind: "filed", reference: same.reference, confirmed: false };
  if (isTooMany(before, scene.now) || (await countOpenTickets(tx)) >= TICKETS_OPEN_MAX) {
    return { kind: "bounded" };
  }
  const drill = organisation.mode === "training";
  const made = await insert(tx, { ...ticket, name, message, reply, block, drill }, scene);
  const confirmed = await confirm(tx, { ...made, reply, drill }, scene);
  return { kind: "filed", reference: made.reference, confirmed };
});

/** An e-mail address or a number that can be answered to, or null. */
function replyOf(typed: string, country: string): Reply | null {
  const text = typed.trim();
  if (text.includes("@")) {
    const value = smtpEmail.address.parse(text);
    return value === null ? null : { kind: "email", value: value.toLowerCase() };
  }
  const read = parsePhone(text, country);
  return read.ok ? { kind: "sms", value: read.value } : null;
}

function wrongIn(typed: { name: string; message: string; reply: Reply | null }): TicketField[] {
  const fields: TicketField[] = [];
  if (typed.name === "") fields.push("name");
  if (typed.reply === null) fields.push("reply");
  if (typed.message === "") fields.push("message");
  return fields;
}

type Before = { created_at: Date };
const isRecent = ({ created_at: at }: Before, now: number): boolean =>
  at.getTime() > now - TICKET_AGAIN_MS;

const isTooMany = (before: readonly Before[], now: number): boolean =>
  before.length >= TICKETS_PER_BLOCK_DAY_MAX ||
  before.filter(({ created_at: at }) => at.getTime() > now - HOUR_MS).length >=
    TICKETS_PER_BLOCK_HOUR_MAX;

type Sound = NewTicket & { reply: Reply; block: Buffer; drill: boolean };

async function insert(tx: Tx, ticket: Omit<Sound, "reply"> & { reply: Reply }, scene: Times) {
  const { now, newId, secretKey } = scene;
  const at = new Date(now);
  for (let tries = 0; tries < REFERENCE_TRIES_MAX; tries++) {
    const [id, reference] = [newId(), referenceFrom(randomBytes(REFERENCE_BYTES))];
    const isNew = await insertTicket(tx, {
      id,
      reference,
      language: ticket.language,
      name: ticket.name,
      reply_kind: ticket.reply.kind,
      reply_to: seal(secretKey, ticket.reply.value),
      message: ticket.message,
      asked: askedOf(ticket.asked),
      consent: ticket.consent,
      incident_id: ticket.incidentId,
      network_hash: ticket.block,
      drill: ticket.drill,
      state: "open",
      assignee_id: null,
      created_at: at,
      changed_at: at,
      closed_at: null,
    });
    if (isNew) return { id, reference };
  }
  throw new Error("Chance gave no new reference.");
}

const askedOf = (asked: readonly string[]): string[] =>
  asked
    .slice(0, ASKED_COUNT_MAX)
    .map((question) => cleanText(question, ASKED_LENGTH_MAX))
    .filter((question) => question !== "");

/** By e-mail only, where a channel carries it; an address gets few of them, whoever types it. */
async function confirm(
  tx: Tx,
  ticket: { id: string; reply: Reply; drill: boolean },
  { now, newId, secretKey }: Times,
): Promise<boolean> {
  const { id, reply, drill } = ticket;
  if (reply.kind !== "email") return false;
  if (carrierOf(await listChannels(tx), "email", drill) === null) return false;
  const hash = hashAddress(secretKey, "email", reply.value);
  if (!(await mayWrite(tx, { hash, sms: false }, now))) return false;
  const at = new Date(now);
  const mail = { id: newId(), ticket_id: id, what: "receipt", text: null } as const;
  await queueTicketMail(tx, { ...mail, state: "queued", due_at: at, why: null, created_at: at });
  return true;
}
