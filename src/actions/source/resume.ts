import { notFound } from "../../lib/errors.ts";
import { findSource, updateSource } from "../../store/sources.ts";
import { defineAction } from "../action.ts";

/** Lets a paused source look again, and at once. */
export const resumeSource = defineAction({
  name: "source.resume",
  needs: "responder",
  async decide(tx, input: { id: string }) {
    const source = await findSource(tx, input.id);
    const row = source && (await updateSource(tx, source.id, { enabled: true, due_at: null }));
    if (!row) throw notFound("source");
    const detail = { name: row.name, platformId: row.platform_id };
    return { subject: { kind: "source", id: row.id }, detail, result: row };
  },
});
