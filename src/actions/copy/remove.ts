import { deleteCopy, lockCopy } from "../../store/copies.ts";
import { defineAction } from "../action.ts";

/** Nothing is carried there any more. What lies there stays, and says how old it is. */
export const removeCopyPlace = defineAction({
  name: "copy.remove",
  needs: "administrator",
  async decide(tx, input: { id: number }) {
    const { name, kind } = await lockCopy(tx, input.id);
    await deleteCopy(tx, input.id);
    return {
      subject: { kind: "copy", id: String(input.id) },
      detail: { name, kind },
      result: null,
    };
  },
});
