import type { Heard } from "../../domain/outcome.ts";
import type { SubscriberKind } from "../../domain/subscriber.ts";
import { bounceOf, type EndReason, isSoftEnd } from "../../domain/subscriber-end.ts";
import type { Tx } from "../../store/database.ts";
import { failLine, findTold, lastWhys, type ToldLine } from "../../store/subscriber-ends.ts";
import { lineOf } from "./links.ts";
import { takeOff } from "./take-off.ts";

type Told = Extract<Heard, { kind: "receipt" | "refusal" }>;
type Refusal = Extract<Told, { kind: "refusal" }>;
type Scene = { now: number; secretKey: Buffer };

/** What providers say about messages to subscribers; the others are left to whoever sent them. */
export function subscriberNews<Item extends { told: Told }>(
  items: readonly Item[],
): { ours: Item[]; others: Item[] } {
  const isOurs = ({ told }: Item) => told.reference?.startsWith("s") ?? false;
  return { ours: items.filter(isOurs), others: items.filter((item) => !isOurs(item)) };
}

/**
 * Hears what came back: the line says so from then on, and whoever cannot be reached, or complained,
 * is off the list. Only what carries our own mark is believed.
 */
export async function noteBounces(
  tx: Tx,
  items: readonly { told: Told }[],
  scene: Scene,
): Promise<void> {
  const refusals = new Map<string, Refusal>();
  const keys = items.flatMap(({ told }) => {
    const key = told.kind === "refusal" ? lineOf(scene.secretKey, told.reference ?? "") : null;
    if (key === null || told.kind !== "refusal") return [];
    refusals.set(`${key.tellingId}/${key.ordinal}`, told);
    return [key];
  });
  for (const line of await findTold(tx, keys)) {
    const refusal = refusals.get(`${line.tellingId}/${line.ordinal}`);
    if (refusal) await noteRefusal(tx, { line, refusal }, scene);
  }
}

type Bounced = { line: ToldLine; refusal: Refusal };

async function noteRefusal(tx: Tx, { line, refusal }: Bounced, scene: Scene): Promise<void> {
  const { subscriber, ...key } = line;
  const { why } = refusal;
  await failLine(tx, { ...key, why });
  const reason = endOf(subscriber.kind, refusal);
  if (reason !== null) await takeOff(tx, { ids: [subscriber.id], reason, why }, scene);
  else if (subscriber.kind === "email") await endIfReturned(tx, subscriber.id, scene);
}

function endOf(kind: SubscriberKind, { blame, why }: Refusal): EndReason | null {
  if (blame === "consent") return kind === "email" ? "complained" : "stopped";
  if (kind === "sms") return blame === "address" ? "unreachable" : null;
  return kind === "email" && bounceOf(why) === "hard" ? "bounced" : null;
}

/** So many e-mails in a row came back for a passing reason that it is none. */
export async function endIfReturned(tx: Tx, id: number, scene: Scene): Promise<void> {
  const whys = await lastWhys(tx, id);
  if (!isSoftEnd(whys)) return;
  await takeOff(tx, { ids: [id], reason: "soft-bounced", why: whys[0] ?? undefined }, scene);
}
