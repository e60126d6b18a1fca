import { blanksOfTexts } from "../../domain/message.ts";
import { wordsFor } from "../../lib/words.ts";
import {
  type BroadcastRow,
  followersOf,
  insertBroadcast,
  lockBroadcast,
  saveBroadcast,
} from "../../store/broadcasts.ts";
import type { Tx } from "../../store/database.ts";
import { snapshotDeputies } from "../../store/deputies.ts";
import { appendEvent } from "../../store/events.ts";
import { snapshotFollowers } from "../../store/follow-ups.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { currentStop } from "../../store/sending-stops.ts";
import { defineIntake } from "../action.ts";
import { planFollowUp, termsOfFollowUp } from "./follow.ts";
import { deputyTexts, remindingTexts } from "./insist-texts.ts";

/**
 * Asks again whoever has not answered, and tells their deputies, when it is time. Both were approved
 * with the broadcast itself. Answers the broadcasts that began.
 */
export const insistOnAnswers = defineIntake<{ id: number }, { begun: number[] }>(
  async (tx, { id }, { now }) => {
    const root = await lockBroadcast(tx, id);
    const runs = root.state === "running" || root.state === "done";
    if (!runs || !root.insist || (await currentStop(tx))) return { begun: [] };
    const begun = [await remind(tx, root, now), await tellDeputies(tx, root, now)];
    return { begun: begun.filter((one) => one !== null) };
  },
);

const worthUntil = (root: BroadcastRow): number =>
  (root.started_at?.getTime() ?? 0) + root.cascade.expiresAfterMs;

async function remind(tx: Tx, root: BroadcastRow, now: number): Promise<number | null> {
  const { insist } = root;
  if (!insist || root.remind_at === null || root.remind_at.getTime() > now) return null;
  const earlier = (await followersOf(tx, root.id)).filter(({ kind }) => kind === "reminder");
  const restMs = worthUntil(root) - now;
  const isLast = earlier.length + 1 >= insist.timesMax || restMs <= insist.everyMs;
  // A question that is no longer worth an answer is not asked again.
  const mayAsk = earlier.length < insist.timesMax && restMs > 0;
  const remindAt = isLast || !mayAsk ? null : now + insist.everyMs;
  await saveBroadcast(tx, root.id, { state: root.state, remindAt });
  // The one before has not come to its end yet: two at once would be two copies.
  if (!mayAsk || earlier.some((one) => one.ended_at === null)) return null;
  const texts = remindingTexts(root.texts);
  const follow = { among: "silent" as const, texts, broadcastId: null, now };
  const { plan, cascade, following } = await planFollowUp(tx, root, follow);
  if (plan.recipients === 0) return null;
  const expiresAfterMs = Math.min(insist.everyMs, restMs);
  const round = { ...root, texts, cascade: { ...cascade, expiresAfterMs }, plan };
  const reminder = await begin(tx, round, { kind: "reminder", no: earlier.length + 1, now });
  const { lane } = root;
  const blanks = blanksOfTexts(texts);
  const snapshot = { ...following, broadcastId: reminder, lane, blanks };
  const recipients = await snapshotFollowers(tx, snapshot);
  await saveBroadcast(tx, reminder, { state: "running", recipients });
  return reminder;
}

async function tellDeputies(tx: Tx, root: BroadcastRow, now: number): Promise<number | null> {
  if (root.deputy_at === null || root.deputy_at.getTime() > now) return null;
  await saveBroadcast(tx, root.id, { state: root.state, deputyAt: null });
  const follow = { among: "silent" as const, broadcastId: null, now };
  const { cascade, following } = await termsOfFollowUp(tx, root, follow);
  const rungs = cascade.rungs.slice(0, following.rungs.length);
  const texts = deputyTexts();
  const round = { ...root, texts, cascade: { ...cascade, rungs } };
  const told = await begin(tx, round, { kind: "deputy", no: 1, now });
  const { lane, id: original } = root;
  const snapshot = { original, broadcastId: told, rungs: following.rungs, lane, now };
  const recipients = await snapshotDeputies(tx, snapshot);
  await saveBroadcast(tx, told, { state: "running", recipients });
  return told;
}

const RECORDED = {
  reminder: { name: "broadcast.remind" },
  deputy: { name: "broadcast.tell-deputies" },
} as const;

/** A broadcast that was approved with the one it follows: it runs at once. */
async function begin(
  tx: Tx,
  root: BroadcastRow,
  as: { kind: "reminder" | "deputy"; no: number; now: number },
): Promise<number> {
  const { kind, no, now } = as;
  const { default_language } = await readOrganisation(tx);
  const words = wordsFor(default_language);
  const title = words(`safety:${kind}.title`, { title: root.title, no });
  const { id } = await insertBroadcast(tx, {
    title,
    incidentId: root.incident_id,
    texts: root.texts,
    segmentId: root.segment_id,
    question: root.question,
    cascade: root.cascade,
    lane: root.lane,
    plan: root.plan,
    drill: root.drill,
    plannedBy: root.planned_by,
    // Its money is what the original has left; whoever let that go beyond the day meant this, too.
    beyondDay: root.beyond_day,
    asks: kind === "deputy" ? { kind: "nothing" } : root.asks,
    follows: { kind, original: root.id, rest: null },
    now,
  });
  const approvedBy = root.approved_by ?? root.planned_by;
  await saveBroadcast(tx, id, { state: "running", approvedBy, approvedAt: now, startedAt: now });
  await appendEvent(tx, {
    at: now,
    actor: "deliver",
    ...RECORDED[kind],
    subject: { kind: "broadcast", id: String(id) },
    incidentId: root.incident_id,
    detail: { title, follows: root.id },
  });
  return id;
}
