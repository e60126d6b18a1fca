import type { House } from "../actions/action.ts";
import { hmacSha256 } from "../lib/crypto.ts";
import { freeLines, takeLines } from "../store/busy-lines.ts";
import type { Tx } from "../store/database.ts";
import type { LiveChannel } from "./deliver-book.ts";
import { type Order, putOff, type Quiet, type TermsOf } from "./deliver-decide.ts";
import type { Result } from "./deliver-outcomes.ts";

type Claim = { house: House; channel: LiveChannel; now: number; termsOf: TermsOf };

/**
 * Takes the telephone lines of these people, in the transaction that commits the calls: whoever is on
 * the telephone with us already, through any broadcast, channel or node, is called when that is over.
 */
export async function claimLines(
  tx: Tx,
  { house, channel, now, termsOf }: Claim,
  steps: readonly Order[],
): Promise<{ free: readonly Order[]; held: Quiet[] }> {
  const { engagedMs } = channel.transport.limits;
  if (engagedMs === undefined || steps.length === 0) return { free: steps, held: [] };
  const until = now + engagedMs;
  const lines = steps.map((step) => lineOf(house, channel, addressOf(step)));
  const { free, busy } = await takeLines(tx, { lines, now, until });
  const called: Order[] = [];
  const held: Quiet[] = [];
  for (const [index, step] of steps.entries()) {
    const line = lines[index] ?? "";
    // A number that changed hands may stand here twice: the first takes it.
    if (free.delete(line)) called.push(step);
    else held.push(putOff(step, termsOf(step.before), { until: busy.get(line) ?? until, now }));
  }
  return { free: called, held };
}

/** Somebody else moved these people in the meantime: we call none of them. */
export async function leaveLines(
  tx: Tx,
  { house, channel }: Pick<Claim, "house" | "channel">,
  steps: readonly Order[],
): Promise<void> {
  if (channel.transport.limits.engagedMs === undefined) return;
  await freeLines(
    tx,
    steps.map((step) => lineOf(house, channel, addressOf(step))),
  );
}

/** What the provider surely did not dial keeps no line busy. */
export async function hangUpRefused(
  tx: Tx,
  house: House,
  results: readonly Result[],
): Promise<void> {
  const refused = results.filter(
    ({ channel, outcome }) =>
      channel.transport.limits.engagedMs !== undefined &&
      outcome.kind !== "accepted" &&
      outcome.kind !== "unknown",
  );
  await freeLines(
    tx,
    refused.map(({ channel, address }) => lineOf(house, channel, address)),
  );
}

const addressOf = ({ before, after }: Order): string => before.ways[after.rung]?.[1] ?? "";

/** A drill rings nobody's telephone, and keeps nobody's busy. */
function lineOf({ secretKey }: House, { row }: LiveChannel, address: string): string {
  const line = `line:${row.drill ? "drill" : "live"}:${row.address_kind}:${address}`;
  return hmacSha256(secretKey, line).toString("base64url");
}
