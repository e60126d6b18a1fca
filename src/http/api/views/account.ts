import { z } from "zod";
import { KEEP_NAMES, keepsOf } from "../../../domain/keeps.ts";
import { ROLES } from "../../../domain/roles.ts";
import type { OrganisationRow } from "../../../store/organisation.ts";

export const LanguageView = z.enum(["fr", "en"]);
export const RoleView = z.enum(ROLES);

export const MeView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  language: LanguageView,
  roles: z.array(RoleView),
});
export type MeView = z.infer<typeof MeView>;

export const OrganisationView = z.object({
  name: z.string(),
  mode: z.enum(["training", "live"]),
  timeZone: z.string(),
  defaultLanguage: LanguageView,
  defaultCountry: z.string(),
  secondApprover: z.boolean(),
  /** ISO 4217: of prices and budgets. */
  currency: z.string(),
  /** What all broadcasts together may cost in one day (UTC), in hundredths. */
  budgetDayCents: z.number().nullable(),
  /** In days. */
  keeps: z.record(z.enum(KEEP_NAMES), z.number().int()),
});
export type OrganisationView = z.infer<typeof OrganisationView>;

export const organisationView = (row: OrganisationRow): OrganisationView => ({
  name: row.name,
  mode: row.mode,
  timeZone: row.time_zone,
  defaultLanguage: row.default_language,
  defaultCountry: row.default_country,
  secondApprover: row.second_approver,
  currency: row.currency,
  budgetDayCents: row.budget_day_cents,
  keeps: keepsOf(row.keeps),
});

export const AccountView = MeView.extend({
  disabled: z.boolean(),
  createdAt: z.string(),
  may: z.object({ change: z.boolean() }),
});
export type AccountView = z.infer<typeof AccountView>;
