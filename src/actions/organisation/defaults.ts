import { PLATFORMS } from "../../domain/platforms.ts";
import type { Tx } from "../../store/database.ts";
import { insertPlatform } from "../../store/platforms.ts";
import { insertSource } from "../../store/sources.ts";
import { requireSensor } from "../source/settings.ts";

/** What looks at our own records: it costs nothing and leaves no machine. */
const INWARD = ["user-reports", "own-deliveries"];
const PROBE = "reachability";
/** The messengers whose endpoints the probe knows. */
const PROBED = new Set(["whatsapp", "messenger", "telegram", "signal"]);

type Scene = { newId: () => string; now: number };

/** What every organisation begins with: the usual platforms, and what can watch them unasked. */
export async function seedDefaults(
  tx: Tx,
  scene: Scene,
  options: { probes: boolean },
): Promise<void> {
  for (const [position, platform] of PLATFORMS.entries()) {
    await insertPlatform(tx, {
      id: platform.id,
      name: platform.name,
      failure_domain: platform.failureDomain,
      capabilities: platform.capabilities,
      position,
    });
    for (const sensor of INWARD) await seedSource(tx, scene, { sensor, platformId: platform.id });
    if (!options.probes || !PROBED.has(platform.id)) continue;
    const settings = { service: platform.id };
    await seedSource(tx, scene, { sensor: PROBE, platformId: platform.id, settings });
  }
}

async function seedSource(
  tx: Tx,
  scene: Scene,
  source: { sensor: string; platformId: string; settings?: Record<string, unknown> },
): Promise<void> {
  const { everyMs } = requireSensor(source.sensor);
  await insertSource(tx, {
    id: scene.newId(),
    sensor: source.sensor,
    platform_id: source.platformId,
    name: source.sensor,
    settings: JSON.stringify(source.settings ?? {}),
    secrets: null,
    every_ms: everyMs,
    health_note: null,
    looked_at: null,
    due_at: new Date(scene.now),
    leased_until: null,
  });
}
