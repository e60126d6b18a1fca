import { FAILING_MIN_MS, FAILURES_MAX, type Line } from "../../domain/subscriber.ts";
import type { Tx } from "../../store/database.ts";
import { lockSubscribers, type SubscriberRow, updateSubscriber } from "../../store/subscribers.ts";
import { type LineNews, type TellingLease, writeLines } from "../../store/told.ts";
import { defineIntake, type Scene } from "../action.ts";
import { writeLetter } from "./letters.ts";
import { endIfReturned } from "./note-bounces.ts";
import { takeOff } from "./take-off.ts";

/** What became of one line that was sent. */
export type Result = {
  ordinal: number;
  subscriber: Pick<SubscriberRow, "id" | "kind" | "failures" | "failing_since">;
  line: Line;
};

type Times = Omit<Scene, "actor">;

/** Lines that were not sent: left to wait, passed over, or found half-way after a crash. */
export const noteUnsent = defineIntake<{ lease: TellingLease; news: readonly LineNews[] }, void>(
  async (tx, { lease, news }) => {
    await writeLines(tx, lease.tellingId, news);
  },
);

/** Writes outcomes, and lets go of addresses that are dead or have not answered for long. */
export const noteTold = defineIntake<{ lease: TellingLease; results: readonly Result[] }, void>(
  async (tx, { lease, results }, scene) => {
    const news = results.map(({ ordinal, line }) => newsOf(ordinal, line));
    await holdSubscribers(tx, results);
    await writeLines(tx, lease.tellingId, news);
    for (const { subscriber, line } of results) {
      if (line.state !== "failed" || line.gone === null) continue;
      const { gone: reason, why } = line;
      await takeOff(tx, { ids: [subscriber.id], reason, why }, scene);
    }
    if (lease.letter !== null) return;
    for (const result of results) await countFailures(tx, result, scene);
  },
);

/** Whoever may come off the list, before their lines and in one order: so takes them who hears of bounces. */
async function holdSubscribers(tx: Tx, results: readonly Result[]): Promise<void> {
  const touched = results.filter(
    ({ subscriber, line }) => line.state === "failed" || subscriber.failures > 0,
  );
  await lockSubscribers(
    tx,
    touched.map(({ subscriber }) => subscriber.id),
  );
}

const newsOf = (ordinal: number, line: Line): LineNews => ({
  ordinal,
  from: "sending",
  state: line.state,
  why: "why" in line ? line.why.slice(0, 200) : null,
  dueAt: line.state === "queued" ? line.dueAt : null,
});

/**
 * A machine that is silent time after time, for days, is not called for ever; whoever owns it is
 * told. An e-mail that is turned down again and again has nobody who reads it.
 */
async function countFailures(tx: Tx, { subscriber, line }: Result, scene: Times): Promise<void> {
  const { id, kind, failures, failing_since: since } = subscriber;
  const hasFailed = line.state === "failed" && line.gone === null;
  if (kind === "email") return hasFailed ? await endIfReturned(tx, id, scene) : undefined;
  if (kind !== "webhook" && kind !== "slack" && kind !== "teams") return;
  if (line.state === "accepted" && failures > 0) {
    await updateSubscriber(tx, id, { failures: 0, failing_since: null });
  }
  if (!hasFailed) return;
  const failingSince = since ?? new Date(scene.now);
  const isLong = scene.now - failingSince.getTime() >= FAILING_MIN_MS;
  if (failures + 1 < FAILURES_MAX || !isLong) {
    await updateSubscriber(tx, id, { failures: failures + 1, failing_since: failingSince });
  } else if (kind === "webhook") {
    await updateSubscriber(tx, id, { state: "owned", confirmed_at: null, failures: 0 });
    await writeLetter(tx, { subscriber, letter: "failing" }, scene);
  } else {
    await takeOff(tx, { ids: [id], reason: "failing", why: line.why }, scene);
  }
}
