import { isDeepStrictEqual } from "node:util";
import { notFound } from "../../lib/errors.ts";
import { forgetListening } from "../../store/listening.ts";
import { findSource, updateSource } from "../../store/sources.ts";
import { defineAction } from "../action.ts";
import { partSettings, requireSensor, type Typed } from "./settings.ts";

export type ChangedSource = {
  id: string;
  name: string;
  settings: Typed;
  everyMs?: number | undefined;
  enabled: boolean;
};

/** Changes how a source looks. It looks again at once, so that a mistake shows. */
export const changeSource = defineAction({
  name: "source.change",
  needs: "administrator",
  async decide(tx, input: ChangedSource, { secretKey }) {
    const source = await findSource(tx, input.id);
    if (!source) throw notFound("source");
    const sensor = requireSensor(source.sensor);
    const row = await updateSource(tx, source.id, {
      name: input.name,
      ...partSettings(sensor, input.settings, { secretKey, sealed: source.secrets }),
      every_ms: input.everyMs ?? source.every_ms,
      enabled: input.enabled,
      due_at: null,
    });
    if (!row) throw notFound("source");
    // The place in one stream means nothing in another.
    if (!isDeepStrictEqual(row.settings, source.settings)) await forgetListening(tx, row.id);
    const detail = { name: row.name, enabled: row.enabled };
    return { subject: { kind: "source", id: row.id }, detail, result: row };
  },
});
