import { refusal } from "../../lib/errors.ts";
import { type CopyRow, lockCopy, updateCopy } from "../../store/copies.ts";
import { defineAction } from "../action.ts";
import { secretsOf, splitSettings } from "../channel/settings.ts";
import { checkedUrl, requireDestination } from "./checked.ts";

export type CopyChangeInput = {
  id: number;
  name?: string | undefined;
  publicUrl?: string | undefined;
  /** A secret that is left out, or empty, stays what it was. */
  settings?: Record<string, unknown> | undefined;
  everyMs?: number | undefined;
  enabled?: boolean | undefined;
};

export const changeCopyPlace = defineAction<CopyChangeInput, CopyRow>({
  name: "copy.change",
  needs: "administrator",
  async decide(tx, input, { now, secretKey }) {
    const before = await lockCopy(tx, input.id);
    const destination = requireDestination(before.kind);
    const given = Object.entries(input.settings ?? {}).filter(
      ([name, value]) => !(destination.secrets.includes(name) && (value === "" || value === null)),
    );
    const typed = {
      ...before.settings,
      ...secretsOf(before, secretKey),
      ...Object.fromEntries(given),
    };
    const name = (input.name ?? before.name).trim();
    if (name === "") throw refusal("invalid", "errors:copy.no_name");
    const copy = await updateCopy(tx, input.id, {
      ...splitSettings(destination, typed, secretKey),
      name,
      publicUrl: checkedUrl(input.publicUrl ?? before.public_url),
      everyMs: input.everyMs ?? before.every_ms,
      enabled: input.enabled ?? before.enabled,
      now,
    });
    return {
      subject: { kind: "copy", id: String(copy.id) },
      // The names of what was changed, never the values: secrets are among them.
      detail: { name, changed: given.map(([field]) => field), enabled: copy.enabled },
      result: copy,
    };
  },
});
