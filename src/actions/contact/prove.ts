import type { Outcome } from "../../domain/outcome.ts";
import { MINUTE_MS } from "../../lib/clock.ts";
import { hmacSha256 } from "../../lib/crypto.ts";
import { AppError, codeOf } from "../../lib/errors.ts";
import { sameSignature } from "../../lib/signatures.ts";
import {
  claimProofRows,
  type DueProof,
  dropProof,
  type ProofRow,
  putProof,
  settleProofRow,
  tryProof,
} from "../../store/address-proofs.ts";
import { lockContact, setAddress, verifyAddress } from "../../store/contacts.ts";
import { appendEvent } from "../../store/events.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { isSuppressedAddress } from "../../store/suppressions.ts";
import { defineIntake, type House } from "../action.ts";
import { hashAddress } from "../subscriber/addresses.ts";
import { mayWrite } from "../subscriber/letters.ts";
import { readAddress } from "./change.ts";

/** The ways on which a code can be sent to a new address. */
export const PROVABLE = ["email", "sms"] as const;
export type Provable = (typeof PROVABLE)[number];

const proofLifeMs = 15 * MINUTE_MS;
const proofTriesMax = 5;
const claimMax = 20;
const codeDigits = 6;
const uniqueViolation = "23505";

/** The code that was sent. It is worked out again when it is needed, and stands nowhere. */
export function proofCode(
  secretKey: Buffer,
  proof: Pick<ProofRow, "contact_id" | "nonce">,
): string {
  const text = `tocsin-address-proof-v1:${proof.contact_id}:${proof.nonce}`;
  const number = hmacSha256(secretKey, text).readUIntBE(0, 6);
  return String(number % 10 ** codeDigits).padStart(codeDigits, "0");
}

type Asked = { contactId: number; kind: Provable; typed: string };

/**
 * Somebody says that an address is theirs: a code goes there. The answer is the same whether one may
 * be sent or not: it tells nobody whose the address is, nor that nobody may write to it.
 */
export const askProof = defineIntake<Asked, "asked" | "wrong">(
  async (tx, { contactId, kind, typed }, { now, newId, secretKey }) => {
    const contact = await lockContact(tx, contactId);
    if (!contact || contact.erased_at) return "wrong";
    const { default_country: home } = await readOrganisation(tx);
    const value = readOrNull(kind, typed, contact.country ?? home);
    if (value === null) return "wrong";
    const hash = hashAddress(secretKey, kind, value);
    if (await isSuppressedAddress(tx, kind, value)) return "asked";
    if (!(await mayWrite(tx, { hash, sms: kind === "sms" }, now))) return "asked";
    await putProof(tx, {
      contact_id: contactId,
      kind,
      value,
      nonce: newId(),
      due_at: new Date(now),
      expires_at: new Date(now + proofLifeMs),
    });
    return "asked";
  },
);

function readOrNull(kind: Provable, typed: string, country: string | null): string | null {
  try {
    return readAddress(kind, typed, country);
  } catch (cause) {
    if (cause instanceof AppError) return null;
    throw cause;
  }
}

export const claimProofs = defineIntake<null, DueProof[]>(
  async (tx, _input, { now }) => await claimProofRows(tx, new Date(now), claimMax),
);

/** A code is sent once: only what surely did not leave waits for another try. */
export const settleProof = defineIntake<{ proof: DueProof; outcome: Outcome }, void>(
  async (tx, { proof, outcome }, { now }) => {
    const waits = outcome.kind === "throttled" || outcome.kind === "unreachable";
    const isSent = outcome.kind === "accepted" || outcome.kind === "unknown";
    const waitMs = outcome.kind === "throttled" ? (outcome.waitMs ?? MINUTE_MS) : MINUTE_MS;
    const state = waits ? "queued" : isSent ? "sent" : "failed";
    await settleProofRow(tx, proof, { state, dueAt: new Date(now + waitMs) });
  },
);

type Proof = { contactId: number; kind: Provable; code: string };

/** The code came back: the address is theirs. What they agreed to for this way goes on. */
export async function proveAddress(
  house: House,
  proof: Proof,
): Promise<"proved" | "wrong" | "taken"> {
  try {
    return await prove(house, proof);
  } catch (cause) {
    if (codeOf(cause) === uniqueViolation) return "taken";
    throw cause;
  }
}

const prove = defineIntake<Proof, "proved" | "wrong">(
  async (tx, { contactId, kind, code }, { now, secretKey }) => {
    const key = { contact_id: contactId, kind };
    const contact = await lockContact(tx, contactId);
    const row = contact && !contact.erased_at ? await tryProof(tx, key) : null;
    if (!row || row.tries > proofTriesMax || row.expires_at.getTime() < now) return "wrong";
    if (!sameSignature(code.trim(), proofCode(secretKey, row))) return "wrong";
    await setAddress(tx, contactId, { kind, value: row.value });
    await verifyAddress(tx, contactId, { kind, at: new Date(now) });
    await dropProof(tx, key);
    await appendEvent(tx, {
      at: now,
      actor: "contact",
      name: "contact.change",
      subject: { kind: "contact", id: String(contactId) },
      incidentId: null,
      detail: { changed: ["addresses"] },
    });
    return "proved";
  },
);
