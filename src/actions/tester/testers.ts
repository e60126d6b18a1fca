import type { Outcome } from "../../domain/outcome.ts";
import { MINUTE_MS } from "../../lib/clock.ts";
import { hmacSha256 } from "../../lib/crypto.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { sameSignature } from "../../lib/signatures.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { isSuppressedAddress } from "../../store/suppressions.ts";
import {
  claimTesters,
  putTester,
  removeTester,
  type TesterRow,
  tryTester,
  updateTester,
} from "../../store/testers.ts";
import { defineAction, defineIntake } from "../action.ts";
import { readAddress } from "../contact/change.ts";
import { mayWrite } from "../subscriber/letters.ts";

const testerCodeLifeMs = 15 * MINUTE_MS;
const CODE_TRIES_MAX = 5;
const CODE_DIGITS = 6;
const CLAIM_MAX = 10;

/** The code that was sent to a tester. It is worked out again when it is needed, and stands nowhere. */
export function testerCode(secretKey: Buffer, { id, nonce }: Pick<TesterRow, "id" | "nonce">) {
  const number = hmacSha256(secretKey, `tocsin-tester-v1:${id}:${nonce}`).readUIntBE(0, 6);
  return String(number % 10 ** CODE_DIGITS).padStart(CODE_DIGITS, "0");
}

/**
 * Names an address for test messages. A code goes there, and nothing else before it has come back. In a
 * training nobody is at the other end: there it counts at once, for drills and for nothing else.
 */
export const addTester = defineAction<{ name: string; kind: string; address: string }, TesterRow>({
  name: "tester.add",
  needs: "communicator",
  async decide(tx, { name, kind, address }, { actor, now, newId, secretKey }) {
    const { mode, default_country } = await readOrganisation(tx);
    const drill = mode === "training";
    const value = readAddress(kind, address, default_country);
    if (await isSuppressedAddress(tx, kind, value)) {
      throw refusal("conflict", "planner:refused.tester_suppressed");
    }
    const hash = hmacSha256(secretKey, `tester-address:${kind}:${value}`);
    if (!drill && !(await mayWrite(tx, { hash, sms: kind === "sms" }, now))) {
      throw refusal("conflict", "planner:refused.tester_too_often");
    }
    const row = await putTester(tx, {
      id: newId(),
      name: name.trim(),
      kind,
      value,
      drill,
      nonce: newId(),
      state: drill ? "confirmed" : "queued",
      due_at: new Date(now),
      expires_at: new Date(now + testerCodeLifeMs),
      confirmed_at: drill ? new Date(now) : null,
      added_by: actor.name,
    });
    return {
      subject: { kind: "tester", id: row.id },
      detail: { name: row.name, kind },
      result: row,
    };
  },
});

/** The code came back: whoever reads that address wants the tests. */
export const confirmTester = defineIntake<{ id: string; code: string }, "confirmed" | "wrong">(
  async (tx, { id, code }, { now, secretKey }) => {
    const row = await tryTester(tx, id);
    if (!row || row.state === "confirmed" || row.tries > CODE_TRIES_MAX) return "wrong";
    if (row.expires_at.getTime() < now) return "wrong";
    if (!sameSignature(code.trim(), testerCode(secretKey, row))) return "wrong";
    await updateTester(tx, id, { state: "confirmed", confirmed_at: new Date(now) });
    return "confirmed";
  },
);

export const dropTester = defineAction<{ id: string }, null>({
  name: "tester.remove",
  needs: "communicator",
  async decide(tx, { id }) {
    const row = await removeTester(tx, id);
    if (!row) throw notFound("tester");
    const { name, kind } = row;
    return { subject: { kind: "tester", id }, detail: { name, kind }, result: null };
  },
});

export const claimTesterCodes = defineIntake<null, TesterRow[]>(
  async (tx, _none, { now }) => await claimTesters(tx, new Date(now), CLAIM_MAX),
);

/** A code is sent once: only what surely did not leave waits for another try. */
export const settleTesterCode = defineIntake<{ id: string; outcome: Outcome }, void>(
  async (tx, { id, outcome }, { now }) => {
    const waits = outcome.kind === "throttled" || outcome.kind === "unreachable";
    const isSent = outcome.kind === "accepted" || outcome.kind === "unknown";
    const waitMs = outcome.kind === "throttled" ? (outcome.waitMs ?? MINUTE_MS) : MINUTE_MS;
    const state = waits ? "queued" : isSent ? "sent" : "failed";
    await updateTester(tx, id, { state, due_at: new Date(now + waitMs) });
  },
);
