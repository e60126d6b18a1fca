import { notFound } from "../../lib/errors.ts";
import { deleteSource, findSource } from "../../store/sources.ts";
import { defineAction } from "../action.ts";

/** Takes a source away, and all that it ever said. Assessments keep what they made of it. */
export const removeSource = defineAction({
  name: "source.remove",
  needs: "administrator",
  async decide(tx, input: { id: string }) {
    const source = await findSource(tx, input.id);
    if (!source) throw notFound("source");
    await deleteSource(tx, source.id);
    const detail = { name: source.name, platformId: source.platform_id };
    return { subject: { kind: "source", id: source.id }, detail, result: null };
  },
});
