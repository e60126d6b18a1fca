import { refusal } from "../../lib/errors.ts";
import { findPlatform } from "../../store/platforms.ts";
import { insertSource } from "../../store/sources.ts";
import { defineAction } from "../action.ts";
import { partSettings, requireSensor, type Typed } from "./settings.ts";

export type NewSource = {
  sensor: string;
  platformId: string;
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
    if (!(await findPlatform(tx, input.platformId))) {
      throw refusal("invalid", "errors:unknown.platform", { field: "platformId" });
    }
    const row = await insertSource(tx, {
      id: newId(),
      sensor: sensor.kind,
      platform_id: input.platformId,
      name: input.name,
      ...partSettings(sensor, input.settings, { secretKey, sealed: null }),
      every_ms: input.everyMs ?? sensor.everyMs,
      enabled: input.enabled ?? true,
    });
    const detail = { sensor: sensor.kind, platformId: input.platformId, name: input.name };
    return { subject: { kind: "source", id: row.id }, detail, result: row };
  },
});
