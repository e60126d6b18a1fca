import { refusal } from "../../lib/errors.ts";
import { type CopyRow, insertCopy } from "../../store/copies.ts";
import { defineAction } from "../action.ts";
import { splitSettings } from "../channel/settings.ts";
import { checkedUrl, requireDestination } from "./checked.ts";

export type NewCopyInput = {
  kind: string;
  name: string;
  publicUrl: string;
  /** Everything the form asks for, secrets included. */
  settings: Record<string, unknown>;
  everyMs: number;
};

/** One more place that holds a copy of the public pages. */
export const createCopyPlace = defineAction<NewCopyInput, CopyRow>({
  name: "copy.create",
  needs: "administrator",
  async decide(tx, input, { now, secretKey }) {
    const destination = requireDestination(input.kind);
    const name = input.name.trim();
    if (name === "") throw refusal("invalid", "errors:copy.no_name");
    const copy = await insertCopy(tx, {
      ...splitSettings(destination, input.settings, secretKey),
      kind: destination.kind,
      name,
      publicUrl: checkedUrl(input.publicUrl),
      everyMs: input.everyMs,
      enabled: true,
      now,
    });
    return {
      subject: { kind: "copy", id: String(copy.id) },
      detail: { name, kind: copy.kind },
      result: copy,
    };
  },
});
