import type { PostState } from "../../domain/outlet.ts";
import { refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import { hasNewer, lockPost, type OutletPostRow, updatePost } from "../../store/outlet-posts.ts";
import { defineAction } from "../action.ts";

/** Says it now: what asked first, or what failed and may be tried again. */
export const sendPost = defineAction({
  name: "post.send",
  needs: "communicator",
  async decide(tx, input: { id: number }, { now }) {
    const post = await requireState(tx, input.id, ["asked", "failed", "waiting"]);
    const row = await updatePost(tx, post.id, {
      state: "waiting",
      try: 0,
      due_at: new Date(now),
      reason: post.reason === "gone" ? "gone" : null,
      why: null,
      at: new Date(now),
    });
    return decided(row);
  },
});

/** Not there, this time. */
export const dropPost = defineAction({
  name: "post.drop",
  needs: "communicator",
  async decide(tx, input: { id: number }, { now }) {
    const post = await requireState(tx, input.id, ["asked", "failed", "waiting"]);
    const at = new Date(now);
    return decided(
      await updatePost(tx, post.id, { state: "dropped", due_at: null, reason: "person", at }),
    );
  },
});

/** Somebody has looked at the network: it stands there, or it does not and is said again. */
export const answerForPost = defineAction({
  name: "post.answer",
  needs: "communicator",
  async decide(tx, input: { id: number; stands: boolean }, { now }) {
    const post = await lockPost(tx, input.id);
    if (post.state !== "unknown") throw refusal("conflict", "errors:outlet.not_unknown");
    const at = new Date(now);
    const common = { lease_token: null, at };
    if (input.stands) {
      return decided(
        await updatePost(tx, post.id, { ...common, state: "told", due_at: null, reason: null }),
      );
    }
    // Newer words are there, or on their way: the old ones are not said again.
    const change = (await hasNewer(tx, post))
      ? { state: "dropped" as const, due_at: null, reason: "newer" }
      : { state: "waiting" as const, due_at: at, try: 0, reason: null };
    return decided(await updatePost(tx, post.id, { ...common, ...change }));
  },
});

async function requireState(
  tx: Tx,
  id: number,
  states: readonly PostState[],
): Promise<OutletPostRow> {
  const post = await lockPost(tx, id);
  if (states.includes(post.state)) return post;
  const why = post.state === "sending" ? "on_its_way" : "post_settled";
  throw refusal("conflict", `errors:outlet.${why}`);
}

const decided = (row: OutletPostRow) => ({
  subject: { kind: "post", id: String(row.id) },
  incidentId: row.incident_id,
  detail: { version: row.version, language: row.language, outletId: row.outlet_id },
  result: row,
});
