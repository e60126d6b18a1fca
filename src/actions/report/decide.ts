import { notFound, refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import { decideComment, lockComment } from "../../store/report-comments.ts";
import type { CommentState } from "../../store/schema/detection.ts";
import type { Decided, Scene } from "../action.ts";

/**
 * The step that accepting, rejecting and taking back share. What the person wrote stays out of the
 * record of events, which forgets nothing.
 */
export const decide =
  (state: CommentState) =>
  async (tx: Tx, input: { id: string }, { actor, now }: Scene): Promise<Decided<null>> => {
    const comment = await lockComment(tx, input.id);
    if (!comment) throw notFound("comment");
    const waits = comment.state === "waiting";
    if (state === "waiting" && waits) throw refusal("conflict", "errors:comment.waiting");
    if (state !== "waiting" && !waits) throw refusal("conflict", "errors:comment.decided");
    await decideComment(tx, comment.id, { state, at: now, by: actor.name });
    const subject = { kind: "comment", id: comment.id };
    return { subject, detail: { platformId: comment.platform_id, state }, result: null };
  };
