import { deleteContactHook, lockContactHook } from "../../store/contact-hooks.ts";
import { defineAction } from "../action.ts";

/** Closes the door. Whoever came through it stays. */
export const removeContactHook = defineAction({
  name: "contact_hook.remove",
  needs: "administrator",
  async decide(tx, { id }: { id: string }) {
    const row = await lockContactHook(tx, id);
    await deleteContactHook(tx, id);
    const subject = { kind: "contact_hook", id };
    return { subject, detail: { name: row.name }, result: undefined };
  },
});
