import { refusal } from "../../lib/errors.ts";
import { findPlatform } from "../../store/platforms.ts";
import { insertSource } from "../../store/sources.ts";
import { defineAction } from "../action.ts";
import { partSettings, requireSensor, type Typed } from "./settings.ts";

export type NewSource = {
  sensor: string;
  /** Only a trigger may do without: it looks at the world. */
  platformId: string | null;
  name: string;
  settings: Typed;
  /** The sensor's own rhythm when absent. */
  everyMs?: number | undefined;
  enabled?: boolean | undefined;
};

/** Points a sensor at a platform. */
export const createSource = defineAction({
  name: "source.create",
  needs: "administrator",
  async decide(tx, input: NewSource, { newId, secretKey }) {
    const sensor = requireSensor(input.sensor);
    const { platformId } = input;
    const isKnown = platformId !== null && (await findPlatform(tx, platformId)) !== undefined;
    const needsNone = platformId === null && sensor.signalKind === "alerts";
    if (!isKnown && !needsNone) {
      throw refusal("invalid", "errors:unknown.platform", { field: "platformId" });
    }
    const row = await insertSource(tx, {
      id: newId(),
      sensor: sensor.kind,
      platform_id: platformId,
      name: input.name,
      ...partSettings(sensor, input.settings, { secretKey, sealed: null }),
      every_ms: input.everyMs ?? sensor.everyMs,
      enabled: input.enabled ?? true,
    });
    const detail = { sensor: sensor.kind, platformId, name: input.name };
    return { subject: { kind: "source", id: row.id }, detail, result: row };
  },
});
