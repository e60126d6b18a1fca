import type { HookResult } from "../../domain/contact-hook.ts";
import { DAY_MS } from "../../lib/clock.ts";
import { sha256 } from "../../lib/crypto.ts";
import { refusal } from "../../lib/errors.ts";
import {
  contactByKey,
  erasedByHooks,
  findHookEvent,
  forgetHookEvents,
  keepHookEvent,
  lockContactHook,
  updateContactHook,
} from "../../store/contact-hooks.ts";
import { countContacts } from "../../store/contacts.ts";
import type { Tx } from "../../store/database.ts";
import { eraseContact, isBeingWrittenTo } from "../../store/erasure.ts";
import { defineAction } from "../action.ts";
import { type SyncRow, takeBatch, tallyOf } from "../contact/take-batch.ts";

export type HookEvent =
  | { id: string; type: "contacts.upsert"; contacts: readonly SyncRow[] }
  | { id: string; type: "contacts.delete"; keys: readonly string[] };

type HookInput = { hookId: string; event: HookEvent; body: Buffer };
type Taken = { again: boolean; results: HookResult[] };

/** A machine that has more than this share of all people erased within a day has gone wrong. */
const erasedShareMax = 0.2;
/** So few are nobody's accident. */
const erasedFreeMax = 10;
const keptMs = 30 * DAY_MS;

/** Does what another system tells of contacts, once for each of its events. */
export const takeHookEvent = defineAction({
  name: "contact_hook.take",
  needs: "communicator",
  async decide(tx, { hookId, event, body }: HookInput, { now, newId }) {
    const hook = await lockContactHook(tx, hookId);
    const subject = { kind: "contact_hook", id: hook.id };
    const digest = sha256(body);
    const before = await findHookEvent(tx, hookId, event.id);
    if (before) {
      if (!before.digest.equals(digest)) throw refusal("conflict", "audience:hook.other_event");
      const result: Taken = { again: true, results: before.answer };
      return { subject, detail: { name: hook.name, again: true }, result };
    }
    const at = new Date(now);
    const done =
      event.type === "contacts.upsert"
        ? await upsert(tx, event.contacts, { id: newId(), now, origin: hook.name })
        : await erase(tx, event.keys, now);
    const { results, erased } = done;
    const kept = { hook_id: hookId, event_id: event.id, digest, at, erased, answer: results };
    await keepHookEvent(tx, kept);
    await forgetHookEvents(tx, new Date(now - keptMs));
    await updateContactHook(tx, hookId, { heard_at: at });
    const result: Taken = { again: false, results };
    return { subject, detail: { name: hook.name, ...done.detail }, result };
  },
});

type Done = { results: HookResult[]; erased: number; detail: Record<string, unknown> };
type Terms = { id: string; now: number; origin: string };

async function upsert(tx: Tx, rows: readonly SyncRow[], terms: Terms): Promise<Done> {
  const batch = { ...terms, rows, dryRun: false, unbraked: false };
  const { results, withdrawn } = await takeBatch(tx, batch);
  return { results, erased: 0, detail: { ...tallyOf(results), withdrawn } };
}

async function erase(tx: Tx, keys: readonly string[], now: number): Promise<Done> {
  const results: HookResult[] = [];
  const total = await countContacts(tx, {});
  const lately = await erasedByHooks(tx, new Date(now - DAY_MS));
  for (const key of keys) results.push(await eraseOne(tx, key, now));
  const erased = results.filter(({ result }) => result === "erased").length;
  if (lately + erased > Math.max(erasedFreeMax, (total + lately) * erasedShareMax)) {
    throw refusal("conflict", "audience:hook.brake", { erased: lately + erased, total });
  }
  return { results, erased, detail: { erased } };
}

async function eraseOne(tx: Tx, key: string, now: number): Promise<HookResult> {
  const id = await contactByKey(tx, key);
  if (id === null) return { key, result: "unknown", problem: null };
  if (await isBeingWrittenTo(tx, id)) {
    const problem = { sentence: "audience:erase.under_way", blanks: {} };
    return { key, result: "refused", problem };
  }
  await eraseContact(tx, id, new Date(now));
  return { key, result: "erased", problem: null };
}
