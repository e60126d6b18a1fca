import {
  type Alert,
  type Conduct,
  endingOf,
  gistOf,
  isOver,
  type Move,
  nextMove,
} from "../../domain/trigger.ts";
import { DAY_MS } from "../../lib/clock.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { endAlerts, knownAlerts, openIncidentsOf, saveAlert } from "../../store/alerts.ts";
import { publishedOf } from "../../store/announcements.ts";
import type { Tx } from "../../store/database.ts";
import { type IncidentRow, lockIncident, openIncidentOf } from "../../store/incidents.ts";
import { findSource, type SourceRow } from "../../store/sources.ts";
import { defineAction, type Scene } from "../action.ts";
import { alsoHappened, begin, close, confirm, watch } from "../incident/steps.ts";

/** A storm of alerts is one crisis for the people who must work through it. */
export const INCIDENTS_OPEN_MAX = 20;
/** Some say "the year 1" where they know no beginning. */
const STARTED_BACK_MAX_MS = 7 * DAY_MS;

/** What came of an alert; "flooded" where the source has too many incidents open already. */
export type Settled = { key: string; move: Move["kind"] | "flooded"; incidentId: string | null };
type Input = { sourceId: string; alert: Alert; conduct: Conduct };
type Case = Input & { source: SourceRow };

/** Every name under which an alert, or what it speaks of, may be known. */
export const keysOf = ({ key, references }: Alert): string[] => [...new Set([key, ...references])];

/** A trigger tells of something: an incident opens, or the one it belongs to learns of it. */
export const raiseAlert = defineAction({
  name: "alert.raise",
  needs: "responder",
  decide: takeIn,
});

/** A trigger says that it is over, or takes it back. */
export const endAlert = defineAction({ name: "alert.end", needs: "responder", decide: takeIn });

async function takeIn(tx: Tx, input: Input, scene: Scene) {
  const { alert, conduct } = input;
  const source = await findSource(tx, input.sourceId);
  if (!source) throw notFound("source");
  const known = await knownAlerts(tx, source.id, keysOf(alert));
  const move = nextMove(alert, known, { now: scene.now, returns: conduct.returns });
  const incident = await act(tx, { move, found: { ...input, source } }, scene);
  const incidentId = incident?.id ?? null;
  await remember(tx, { alert, source, incidentId }, scene.now);
  return {
    subject: incident ? { kind: "incident", id: incident.id } : { kind: "source", id: source.id },
    incidentId,
    detail: detailOf(alert, { source, move }),
    result: { key: alert.key, move: move.kind, incidentId } satisfies Settled,
  };
}

async function act(
  tx: Tx,
  { move, found }: { move: Move; found: Case },
  scene: Scene,
): Promise<IncidentRow | null> {
  switch (move.kind) {
    case "nothing":
      throw refusal("conflict", "triggers:settled");
    case "remember":
      return null;
    case "open":
      return await open(tx, found, scene);
    case "update":
      return await relapse(tx, await lockIncident(tx, move.incidentId), { found, scene });
    case "end":
      return await end(tx, await lockIncident(tx, move.incidentId), { found, scene });
    default:
      return move satisfies never;
  }
}

async function open(tx: Tx, { source, alert, conduct }: Case, scene: Scene): Promise<IncidentRow> {
  const { platform_id: platformId } = source;
  // A platform has one open incident: what is said about it belongs there.
  const present = platformId === null ? undefined : await openIncidentOf(tx, platformId);
  if (present) return await believe(tx, present, { conduct, scene });
  if ((await openIncidentsOf(tx, source.id)) >= INCIDENTS_OPEN_MAX) {
    throw refusal("too_many", "triggers:flood", { name: source.name, count: INCIDENTS_OPEN_MAX });
  }
  const { title, drill } = alert;
  const startedAt = Math.max(alert.startedAt, scene.now - STARTED_BACK_MAX_MS);
  // What is not our own system speaks for an authority, in CAP or in a format of its own.
  const origin = source.sensor === "webhook" ? "webhook" : "cap";
  const fresh = { platformId, title, startedAt, drill, origin, class: "general" } as const;
  const incident = await begin(tx, fresh, scene);
  const detail = { platformId, title, startedAt: incident.started_at };
  await alsoHappened(tx, { name: "incident.open", incident, detail }, scene);
  return await believe(tx, incident, { conduct, scene });
}

/** What was only watched begins again. */
async function relapse(
  tx: Tx,
  incident: IncidentRow,
  { found, scene }: { found: Case; scene: Scene },
): Promise<IncidentRow> {
  const { alert, conduct } = found;
  if (alert.state !== "open" || isOver(alert, scene.now)) return incident;
  if (incident.state !== "monitoring") return await believe(tx, incident, { conduct, scene });
  return await confirmed(tx, incident, scene);
}

async function believe(
  tx: Tx,
  incident: IncidentRow,
  { conduct, scene }: { conduct: Conduct; scene: Scene },
): Promise<IncidentRow> {
  if (!conduct.confirms || incident.state !== "suspected") return incident;
  return await confirmed(tx, incident, scene);
}

async function confirmed(tx: Tx, incident: IncidentRow, scene: Scene): Promise<IncidentRow> {
  const { row, ...switched } = await confirm(tx, incident, scene);
  const detail = { platformId: row.platform_id, ...switched, byMachine: true };
  await alsoHappened(tx, { name: "incident.confirm", incident: row, detail }, scene);
  return row;
}

async function end(
  tx: Tx,
  incident: IncidentRow,
  { found, scene }: { found: Case; scene: Scene },
): Promise<IncidentRow> {
  const { state } = incident;
  if (state === "resolved" || state === "dismissed") return incident;
  const announced = (await publishedOf(tx, incident.id)) !== undefined;
  // What people or the detector opened is theirs: an alert only joined it.
  const isOurs = incident.origin === "cap" || incident.origin === "webhook";
  const step = isOurs ? endingOf({ state, announced }, found.conduct.ends) : "propose";
  const detail = { byMachine: true, platformId: incident.platform_id };
  switch (step) {
    case "resolve": {
      const row = await close(tx, incident, { state: "resolved", scene });
      await alsoHappened(tx, { name: "incident.resolve", incident: row, detail }, scene);
      return row;
    }
    case "monitor": {
      const row = await watch(tx, incident, scene);
      await alsoHappened(tx, { name: "incident.monitor", incident: row, detail }, scene);
      return row;
    }
    case "propose":
      return incident;
    default:
      return step satisfies never;
  }
}

async function remember(
  tx: Tx,
  { alert, source, incidentId }: { alert: Alert; source: SourceRow; incidentId: string | null },
  now: number,
): Promise<void> {
  const at = new Date(now);
  await endAlerts(tx, source.id, { keys: alert.references, incidentId, at: now });
  await saveAlert(tx, {
    source_id: source.id,
    key: alert.key,
    state: isOver(alert, now) ? "over" : "open",
    incident_id: incidentId,
    severity: alert.severity,
    gist: gistOf(alert),
    said_at: new Date(alert.saidAt),
    expires_at: alert.expiresAt === null ? null : new Date(alert.expiresAt),
    noted_at: at,
  });
}

/** The evidence in the timeline: what was said, by whom, and where to read it. */
function detailOf(
  { key, title, text, severity, link, expiresAt }: Alert,
  { source, move }: { source: SourceRow; move: Move },
): Record<string, unknown> {
  const { id: sourceId, name, platform_id: platformId } = source;
  return {
    sourceId,
    name,
    platformId,
    key,
    move: move.kind,
    title,
    text,
    severity,
    link,
    expiresAt,
  };
}
