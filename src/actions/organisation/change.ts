import type { Language } from "../../domain/language.ts";
import { updateOrganisation } from "../../store/organisation.ts";
import { defineAction } from "../action.ts";

export const changeOrganisation = defineAction({
  name: "organisation.change",
  needs: "administrator",
  async decide(
    tx,
    input: {
      name: string;
      timeZone: string;
      defaultLanguage: Language;
      defaultCountry: string;
      secondApprover: boolean;
    },
  ) {
    await updateOrganisation(tx, {
      name: input.name,
      time_zone: input.timeZone,
      default_language: input.defaultLanguage,
      default_country: input.defaultCountry,
      second_approver: input.secondApprover,
    });
    return { subject: { kind: "organisation", id: "1" }, detail: input, result: null };
  },
});
