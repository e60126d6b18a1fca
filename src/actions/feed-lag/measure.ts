import { earlyMaxMs, feedWord, isFinal, lateMaxMs, standGapMs } from "../../domain/feed-lag.ts";
import { newerThan } from "../../lib/ids.ts";
import { sensors } from "../../sensors/index.ts";
import type { Tx } from "../../store/database.ts";
import { feedLooks, saveFeedLag } from "../../store/feed-lags.ts";
import { findIncident, type IncidentRow } from "../../store/incidents.ts";
import { type SourceRow, sourcesOf } from "../../store/sources.ts";
import { defineIntake } from "../action.ts";

/** The kinds of sensor that read what a provider says of itself. */
export const OFFICIAL_SENSORS: readonly string[] = sensors
  .filter(({ signalKind }) => signalKind === "official")
  .map(({ kind }) => kind);

/** Notes what each official feed of the platform has said about an incident by now. Doing it again changes nothing. */
export const measureFeeds = defineIntake(async (tx, input: { incidentId: string }, { now }) => {
  const incident = await findIncident(tx, input.incidentId);
  if (!incident || incident.platform_id === null || incident.state === "dismissed") return;
  const sources = await sourcesOf(tx, incident.platform_id);
  for (const source of sources) {
    // A feed that we began to read only afterwards cannot be blamed for what we did not hear.
    const knew = !newerThan(source.id, incident.opened_at.getTime());
    if (!source.enabled || !knew || !OFFICIAL_SENSORS.includes(source.sensor)) continue;
    await measure(tx, { incident, source }, now);
  }
});

type Pair = { incident: IncidentRow; source: SourceRow };

async function measure(tx: Tx, { incident, source }: Pair, now: number): Promise<void> {
  if (incident.platform_id === null) return;
  const span = {
    suspectedAt: incident.opened_at.getTime(),
    closedAt: incident.closed_at?.getTime() ?? null,
  };
  const looks = await feedLooks(tx, source.id, {
    from: span.suspectedAt - earlyMaxMs - standGapMs,
    to: Math.min(now, (span.closedAt ?? now) + lateMaxMs),
  });
  const feed = { looks, lookedAt: source.looked_at?.getTime() ?? null };
  const word = feedWord(feed, span, now);
  const heard = word.kind === "heard" ? word : null;
  await saveFeedLag(tx, {
    incident_id: incident.id,
    source_id: source.id,
    source_name: source.name,
    platform_id: incident.platform_id,
    suspected_at: incident.opened_at,
    confirmed_at: incident.confirmed_at,
    word: word.kind,
    heard_at: heard && new Date(heard.at),
    declared_at: heard?.declaredAt ? new Date(heard.declaredAt) : null,
    final: isFinal(span, now),
  });
}
