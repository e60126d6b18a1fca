import { notFound } from "../../lib/errors.ts";
import { findSource, updateSource } from "../../store/sources.ts";
import { defineAction } from "../action.ts";

/** Stops a source that misleads. Until somebody resumes it, what it says counts for nothing. */
export const pauseSource = defineAction({
  name: "source.pause",
  needs: "responder",
  async decide(tx, input: { id: string }) {
    const source = await findSource(tx, input.id);
    const row = source && (await updateSource(tx, source.id, { enabled: false }));
    if (!row) throw notFound("source");
    const detail = { name: row.name, platformId: row.platform_id };
    return { subject: { kind: "source", id: row.id }, detail, result: row };
  },
});
