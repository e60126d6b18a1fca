import type { Keeps } from "../../domain/keeps.ts";
import { updateKeeps } from "../../store/organisation.ts";
import { defineAction } from "../action.ts";

/** How many days each kind of detail is kept. What is older goes within the next hours. */
export const keepDetails = defineAction({
  name: "organisation.keep",
  needs: "administrator",
  async decide(tx, input: Keeps) {
    await updateKeeps(tx, input);
    return { subject: { kind: "organisation", id: "1" }, detail: input, result: null };
  },
});
