import type { Language } from "../../domain/language.ts";
import type { OutletMode } from "../../domain/outlet.ts";
import { lockOutlet, type OutletRow, updateOutlet } from "../../store/outlets.ts";
import { defineAction } from "../action.ts";
import { secretsOf, splitSettings } from "../channel/settings.ts";
import { requireLanguages, requireName } from "./create.ts";
import { requireOutlet } from "./settings.ts";

export type OutletChange = {
  id: number;
  name?: string | undefined;
  /** A secret that is left out, or empty, stays what it was. */
  settings?: Record<string, unknown> | undefined;
  languages?: Language[] | undefined;
  mode?: OutletMode | undefined;
  enabled?: boolean | undefined;
};

/** The drill flag never changes: an account that people read is never a drill's. */
export const changeOutlet = defineAction<OutletChange, OutletRow>({
  name: "outlet.change",
  needs: "administrator",
  async decide(tx, input, { secretKey }) {
    const before = await lockOutlet(tx, input.id);
    const outlet = requireOutlet(before.kind);
    const given = Object.entries(input.settings ?? {}).filter(
      ([name, value]) => !(outlet.secrets.includes(name) && (value === "" || value === null)),
    );
    const typed = {
      ...before.settings,
      ...secretsOf(before, secretKey),
      ...Object.fromEntries(given),
    };
    const { settings, secrets } = splitSettings(outlet, typed, secretKey);
    const row = await updateOutlet(tx, before.id, {
      name: requireName(input.name ?? before.name),
      settings: JSON.stringify(settings),
      secrets,
      languages: requireLanguages(input.languages ?? before.languages),
      mode: input.mode ?? before.mode,
      enabled: input.enabled ?? before.enabled,
    });
    return {
      subject: { kind: "outlet", id: String(row.id) },
      detail: { name: row.name, mode: row.mode, enabled: row.enabled },
      result: row,
    };
  },
});
