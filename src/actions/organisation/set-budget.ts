import { updateOrganisation } from "../../store/organisation.ts";
import { defineAction } from "../action.ts";

type Input = { currency: string; budgetDayCents: number | null };

/** In what we count money, and what all broadcasts of a day may cost together. */
export const setOrganisationBudget = defineAction<Input, null>({
  name: "organisation.budget",
  needs: "administrator",
  async decide(tx, input) {
    const { currency, budgetDayCents } = input;
    await updateOrganisation(tx, { currency, budget_day_cents: budgetDayCents });
    return { subject: { kind: "organisation", id: "1" }, detail: input, result: null };
  },
});
