import { PLATFORMS } from "../../domain/platforms.ts";
import { MINUTE_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import { insertPlatform } from "../../store/platforms.ts";
import { insertSource } from "../../store/sources.ts";

const REPORTS_SENSOR = "user-reports";
const DELIVERIES_SENSOR = "own-deliveries";

/** What every organisation begins with: the usual platforms, watched by what costs nothing. */
export async function seedDefaults(
  tx: Tx,
  scene: { newId: () => string; now: number },
): Promise<void> {
  for (const [position, platform] of PLATFORMS.entries()) {
    await insertPlatform(tx, {
      id: platform.id,
      name: platform.name,
      failure_domain: platform.failureDomain,
      capabilities: platform.capabilities,
      position,
    });
    for (const sensor of [REPORTS_SENSOR, DELIVERIES_SENSOR]) {
      await insertSource(tx, {
        id: scene.newId(),
        sensor,
        platform_id: platform.id,
        name: sensor,
        settings: "{}",
        secrets: null,
        every_ms: MINUTE_MS,
        health_note: null,
        looked_at: null,
        due_at: new Date(scene.now),
        leased_until: null,
      });
    }
  }
}
