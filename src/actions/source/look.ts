import { notFound, refusal } from "../../lib/errors.ts";
import { findSource, updateSource } from "../../store/sources.ts";
import { defineAction } from "../action.ts";

/** Makes a source due now instead of at its next round; the watch loop does the looking. */
export const lookNow = defineAction({
  name: "source.look",
  needs: "responder",
  async decide(tx, input: { id: string }) {
    const source = await findSource(tx, input.id);
    if (!source) throw notFound("source");
    if (!source.enabled) throw refusal("conflict", "errors:source.paused");
    const row = await updateSource(tx, source.id, { due_at: null });
    if (!row) throw notFound("source");
    const detail = { name: row.name, platformId: row.platform_id };
    return { subject: { kind: "source", id: row.id }, detail, result: row };
  },
});
