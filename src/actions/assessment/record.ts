import type { Assessment, Level } from "../../domain/detection/fuse.ts";
import { isSameTrouble, isTrouble, machineConfirms } from "../../domain/incident.ts";
import type { TwoLanguages } from "../../domain/language.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { wordsFor } from "../../lib/words.ts";
import { publishedOf } from "../../store/announcements.ts";
import { type AssessmentRow, insertAssessment, latestAssessment } from "../../store/assessments.ts";
import type { Tx } from "../../store/database.ts";
import {
  type IncidentRow,
  lockLastClosed,
  openIncidentOf,
  updateIncident,
} from "../../store/incidents.ts";
import { findOrganisation } from "../../store/organisation.ts";
import { findPlatform, type PlatformRow } from "../../store/platforms.ts";
import { defineAction, type Scene } from "../action.ts";
import { alsoHappened, begin, confirm, reopen } from "../incident/steps.ts";
import type { Change } from "./advance.ts";

const RANKS: Record<Level, number> = { healthy: 0, unclear: 1, suspected: 2, confirmed: 3 };

export type Recorded = { assessment: AssessmentRow; incident: IncidentRow | null; opened: boolean };

/** The opinion on a platform has changed: it is written down, and trouble becomes an incident. */
export const recordAssessment = defineAction({
  name: "assessment.record",
  needs: "responder",
  async decide(tx, change: Change, scene) {
    const platform = await findPlatform(tx, change.platformId);
    if (!platform) throw notFound("platform");
    const before = await latestAssessment(tx, platform.id);
    if (before && before.at.getTime() >= change.at)
      throw refusal("conflict", "errors:assessment.recorded");
    const assessment = await write(tx, change);
    const open = await openIncidentOf(tx, platform.id);
    const rises = RANKS[change.assessment.level] > RANKS[before?.level ?? "healthy"];
    const opens = !open && rises && isTrouble(change.assessment.level);
    const incident = opens
      ? await openFor(tx, { platform, change }, scene)
      : open && (await follow(tx, { incident: open, change }, scene));
    return {
      subject: { kind: "platform", id: platform.id },
      incidentId: incident?.id ?? null,
      detail: detailOf(change),
      result: { assessment, incident: incident ?? null, opened: opens },
    };
  },
});

async function write(tx: Tx, { platformId, at, assessment }: Change): Promise<AssessmentRow> {
  const addends = assessment.addends.map(({ code, ...addend }) => ({
    ...addend,
    code: `detection:${code}`,
  }));
  return await insertAssessment(tx, {
    platform_id: platformId,
    at: new Date(at),
    level: assessment.level,
    class: assessment.class,
    subject: assessment.subject,
    confidence: assessment.confidence,
    crowd_only: assessment.crowdOnly,
    addends: JSON.stringify(addends),
  });
}

async function openFor(
  tx: Tx,
  { platform, change }: { platform: PlatformRow; change: Change },
  scene: Scene,
): Promise<IncidentRow> {
  const { startedAt, assessment, platformId } = change;
  const again = await sameTrouble(tx, platformId, scene.now);
  if (again) return await goOn(tx, { incident: again, change }, scene);
  const fresh = { platformId, startedAt, class: assessment.class, title: titleOf(platform) };
  const incident = await begin(tx, { ...fresh, origin: "assessment", drill: false }, scene);
  const detail = { platformId, class: incident.class, startedAt: incident.started_at };
  await alsoHappened(tx, { name: "incident.open", incident, detail }, scene);
  return await confirmIfSure(tx, { incident, assessment }, scene);
}

/** The incident that closed on this platform a moment ago, if the trouble is the same. */
async function sameTrouble(
  tx: Tx,
  platformId: string,
  now: number,
): Promise<IncidentRow | undefined> {
  const last = await lockLastClosed(tx, platformId);
  if (!last) return undefined;
  const training = (await findOrganisation(tx))?.mode === "training";
  const closed = {
    ...last,
    closedAt: last.closed_at?.getTime() ?? null,
    announced: (await publishedOf(tx, last.id)) !== undefined,
  };
  return isSameTrouble(closed, training, now) ? last : undefined;
}

async function goOn(
  tx: Tx,
  { incident, change }: { incident: IncidentRow; change: Change },
  scene: Scene,
): Promise<IncidentRow> {
  const row = await reopen(tx, incident, scene);
  const detail = { platformId: change.platformId, closedAt: incident.closed_at };
  await alsoHappened(tx, { name: "incident.reopen", incident: row, detail }, scene);
  return await follow(tx, { incident: row, change }, scene);
}

function titleOf({ name }: PlatformRow): TwoLanguages {
  const title = (language: "fr" | "en") => wordsFor(language)("crisis:incident.title", { name });
  return { fr: title("fr"), en: title("en") };
}

/** An open incident learns the class of its trouble, and may be confirmed by it. */
async function follow(
  tx: Tx,
  { incident, change }: { incident: IncidentRow; change: Change },
  scene: Scene,
): Promise<IncidentRow> {
  const { assessment } = change;
  if (!isTrouble(assessment.level)) return incident;
  const named =
    incident.origin === "assessment" && assessment.class !== "unknown_yet"
      ? await updateIncident(tx, incident.id, { class: assessment.class })
      : incident;
  return await confirmIfSure(tx, { incident: named, assessment }, scene);
}

async function confirmIfSure(
  tx: Tx,
  { incident, assessment }: { incident: IncidentRow; assessment: Assessment },
  scene: Scene,
): Promise<IncidentRow> {
  if (incident.state !== "suspected" || !machineConfirms(assessment)) return incident;
  const { row, ...switched } = await confirm(tx, incident, scene);
  const detail = { platformId: row.platform_id, ...switched, byMachine: true };
  await alsoHappened(tx, { name: "incident.confirm", incident: row, detail }, scene);
  return row;
}

function detailOf({ platformId, assessment }: Change): Record<string, unknown> {
  const { level, class: kind, subject, confidence, crowdOnly, addends } = assessment;
  const codes = addends.map(({ code, weight, params }) => ({
    code: `detection:${code}`,
    weight,
    params,
  }));
  return { platformId, level, class: kind, subject, confidence, crowdOnly, addends: codes };
}
