import type { Language } from "../../domain/language.ts";
import type { OutletMode } from "../../domain/outlet.ts";
import { refusal } from "../../lib/errors.ts";
import { findOrganisation } from "../../store/organisation.ts";
import { insertOutlet, type OutletRow } from "../../store/outlets.ts";
import { defineAction } from "../action.ts";
import { splitSettings } from "../channel/settings.ts";
import { requireOutlet } from "./settings.ts";

export type NewOutlet = {
  kind: string;
  name: string;
  /** Everything the form asks for, secrets included. */
  settings: Record<string, unknown>;
  languages: Language[];
  mode: OutletMode;
  drill?: boolean | undefined;
};

/** Opens an account of ours at a network to the announcements to come. */
export const createOutlet = defineAction<NewOutlet, OutletRow>({
  name: "outlet.create",
  needs: "administrator",
  async decide(tx, input, { now, secretKey }) {
    const outlet = requireOutlet(input.kind);
    const { settings, secrets } = splitSettings(outlet, input.settings, secretKey);
    // Whatever is added while everybody practises can only ever practise.
    const isTraining = (await findOrganisation(tx))?.mode === "training";
    const row = await insertOutlet(tx, {
      kind: outlet.kind,
      name: requireName(input.name),
      settings: JSON.stringify(settings),
      secrets,
      languages: requireLanguages(input.languages),
      mode: input.mode,
      drill: input.drill ?? isTraining,
      created_at: new Date(now),
    });
    return {
      subject: { kind: "outlet", id: String(row.id) },
      detail: { name: row.name, kind: row.kind, mode: row.mode, drill: row.drill },
      result: row,
    };
  },
});

export function requireName(typed: string): string {
  const name = typed.trim();
  if (name === "") throw refusal("invalid", "errors:outlet.no_name", { field: "name" });
  return name;
}

export function requireLanguages(chosen: readonly Language[]): Language[] {
  const languages = [...new Set(chosen)];
  if (languages.length > 0) return languages;
  throw refusal("invalid", "errors:outlet.no_language", { field: "languages" });
}
