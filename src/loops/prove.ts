import type { House } from "../actions/action.ts";
import { takeChannelTokens } from "../actions/channel/take-tokens.ts";
import { claimProofs, proofCode, settleProof } from "../actions/contact/prove.ts";
import type { Outcome } from "../domain/outcome.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import { messageOf } from "../lib/errors.ts";
import { wordsFor } from "../lib/words.ts";
import { type DueProof, hasDueProofs } from "../store/address-proofs.ts";
import { readOrganisation } from "../store/organisation.ts";
import type { Message } from "../transports/transport.ts";
import type { LiveChannel } from "./deliver-book.ts";
import { createTeller, type TellContext } from "./tell.ts";

const CODE_VALIDITY_MS = 15 * MINUTE_MS;

/** Sends the codes with which people prove that a new address is theirs. */
export async function proveOnce(context: TellContext): Promise<boolean> {
  const { house, log } = context;
  if (!(await hasDueProofs(house.db, new Date(house.now())))) return false;
  const teller = createTeller(context);
  await teller.refresh();
  const { name, mode } = await readOrganisation(house.db);
  for (const proof of await claimProofs(house, null)) {
    const channel = teller.carrier(proof.kind, mode === "training");
    const outcome = await sent(house, { proof, channel, name }).catch((cause: unknown): Outcome => {
      log.error({ loop: "prove", cause: messageOf(cause) }, "A code threw.");
      return { kind: "unknown", why: "internal error" };
    });
    await settleProof(house, { proof, outcome });
  }
  return true;
}

type Sending = { proof: DueProof; channel: LiveChannel | null; name: string };

async function sent(house: House, { proof, channel, name }: Sending): Promise<Outcome> {
  if (channel === null) return { kind: "unreachable", why: "no channel" };
  const { row, transport, settings, wire } = channel;
  const ask = { channel: row, wanted: 1, people: [proof.value] };
  const { taken, readyAt } = await takeChannelTokens(house, ask);
  if (taken === 0) return { kind: "throttled", waitMs: readyAt - house.now() };
  const message = messageFor(house, proof, name);
  return await transport.send(message, proof.value, settings, wire);
}

function messageFor(house: House, proof: DueProof, organisation: string): Message {
  const words = wordsFor(proof.language);
  const blanks = { organisation, code: proofCode(house.secretKey, proof) };
  return {
    reference: `p${proof.nonce.replaceAll("-", "")}`,
    heading: words("me:code.heading", blanks),
    body: words("me:code.body", blanks),
    language: proof.language,
    validityMs: CODE_VALIDITY_MS,
    links: { answer: null, optOut: null },
    callbackUrl: null,
    at: house.now(),
  };
}
