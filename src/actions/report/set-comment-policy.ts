import { updateOrganisation } from "../../store/organisation.ts";
import { defineAction } from "../action.ts";

/** Whether what people write shows at once, or only after somebody has read it. */
export const setCommentPolicy = defineAction({
  name: "comment.set-policy",
  needs: "administrator",
  async decide(tx, input: { atOnce: boolean }) {
    await updateOrganisation(tx, { comments_at_once: input.atOnce });
    return { subject: { kind: "organisation", id: "1" }, detail: input, result: null };
  },
});
