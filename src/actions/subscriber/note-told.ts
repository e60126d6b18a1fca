import { FAILURES_MAX, type Line, type SubscriberKind } from "../../domain/subscriber.ts";
import type { Tx } from "../../store/database.ts";
import { updateSubscriber } from "../../store/subscribers.ts";
import { type LineNews, type TellingLease, writeLines } from "../../store/told.ts";
import { defineIntake, type Scene } from "../action.ts";
import { writeLetter } from "./letters.ts";
import { takeOff } from "./manage.ts";

/** What became of one line that was sent. */
export type Result = {
  ordinal: number;
  subscriber: { id: number; kind: SubscriberKind; failures: number };
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
    await writeLines(tx, lease.tellingId, news);
    const gone = results.filter(({ line }) => line.state === "failed" && line.gone);
    await takeOff(
      tx,
      gone.map(({ subscriber }) => subscriber.id),
      scene.now,
    );
    if (lease.letter !== null) return;
    for (const result of results) await countFailures(tx, result, scene);
  },
);

const newsOf = (ordinal: number, line: Line): LineNews => ({
  ordinal,
  from: "sending",
  state: line.state,
  why: "why" in line ? line.why.slice(0, 200) : null,
  dueAt: line.state === "queued" ? line.dueAt : null,
});

/** A machine that is silent time after time is not called for ever; whoever owns it is told. */
async function countFailures(tx: Tx, { subscriber, line }: Result, scene: Times): Promise<void> {
  const { id, kind, failures } = subscriber;
  if (kind !== "webhook" && kind !== "slack" && kind !== "teams") return;
  if (line.state === "accepted" && failures > 0) await updateSubscriber(tx, id, { failures: 0 });
  if (line.state !== "failed" || line.gone) return;
  if (failures + 1 < FAILURES_MAX) {
    await updateSubscriber(tx, id, { failures: failures + 1 });
  } else if (kind === "webhook") {
    await updateSubscriber(tx, id, { state: "owned", confirmed_at: null, failures: 0 });
    await writeLetter(tx, { subscriber, letter: "failing" }, scene);
  } else {
    await takeOff(tx, [id], scene.now);
  }
}
