import { sql } from "kysely";
import { type CapabilityOpinions, capabilityLine } from "../domain/capability.ts";
import type { PointFacts } from "../domain/contact-point.ts";
import { gradedDays } from "../domain/feed-lag.ts";
import {
  type IncidentFacts,
  type Notice,
  type PlatformFacts,
  type PublicFacts,
  type PublicState,
  publicStateOf,
} from "../domain/public-state.ts";
import { shownTexts } from "../domain/translation.ts";
import { codesOf, publicProofs } from "./announcement-signatures.ts";
import type { AnnouncementRow } from "./announcements.ts";
import type { Db, Tx } from "./database.ts";
import { readPublishedFaq } from "./faq.ts";
import { officialDelays } from "./feed-lags.ts";
import { publicForums } from "./forums.ts";
import type { IncidentRow } from "./incidents.ts";
import { listMaintenances } from "./maintenances.ts";
import { readPlatformCrowds } from "./platform-crowds.ts";
import { publicPolls } from "./polls.ts";
import type { UsualMemory } from "./report-shares.ts";
import { publicRumours } from "./rumours.ts";
import { publicKeys } from "./signing-keys.ts";

const HOUR_MS = 3_600_000;
const PAST_SHOWN_MS = 90 * 24 * HOUR_MS;
const PAST_COUNT_MAX = 50;
const NOTICE_COUNT_MAX = 2_000;
const POINT_COUNT_MAX = 200;
const PLATFORM_COUNT_MAX = 100;
/** What a platform declared longer ago than this says nothing about now. */
const DECLARED_SHOWN_MS = 6 * HOUR_MS;
/** What was thought of its parts longer ago is not said any more. */
const OPINION_SHOWN_MS = 600_000;

/** All that the public pages say; null before anything is set up. */
export async function readPublicState(
  db: Db,
  now: number,
  memory?: UsualMemory,
): Promise<PublicState | null> {
  const facts = await readPublicFacts(db, now, memory);
  return facts && publicStateOf(facts, now);
}

/** Reads, in one snapshot, what the public state is put together from. */
export async function readPublicFacts(
  db: Db,
  now: number,
  memory?: UsualMemory,
): Promise<PublicFacts | null> {
  return await db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (tx) => {
      const found = await tx
        .selectFrom("organisation")
        .select(["name", "mode", "time_zone as timeZone", "default_language as defaultLanguage"])
        .select("created_at")
        .executeTakeFirst();
      if (found === undefined) return null;
      const { created_at: createdAt, ...organisation } = found;
      const incidents = await incidentFacts(tx, organisation.mode === "training", now);
      return {
        organisation,
        recordedSince: recordedSince(createdAt, incidents),
        incidents,
        notices: await noticesOf(
          tx,
          incidents.map(({ id }) => id),
        ),
        points: await pointFacts(tx),
        platforms: await platformFacts(tx, now, organisation.mode === "training"),
        crowds: await crowdsOf(tx, now, memory),
        works: (await listMaintenances(tx, now)).filter(
          ({ drill }) => !drill || organisation.mode === "training",
        ),
        faq: await readPublishedFaq(tx),
        rumours: await publicRumours(tx, organisation.mode === "training"),
        forums: await publicForums(tx, organisation.mode === "training"),
        polls: await publicPolls(tx),
        keys: await publicKeys(tx),
        proofs: await publicProofs(
          tx,
          incidents.map(({ id }) => id),
        ),
      };
    });
}

async function pointFacts(tx: Tx): Promise<PointFacts[]> {
  const rows = await tx
    .selectFrom("contact_point as point")
    .leftJoin("platform", "platform.id", "point.platform_id")
    .selectAll("point")
    .select("platform.failure_domain")
    .orderBy("point.position")
    .orderBy("point.id")
    .limit(POINT_COUNT_MAX)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    platformId: row.platform_id,
    failureDomain: row.failure_domain,
    link: row.link,
    hours: row.hours,
    languages: row.languages,
    waitingMinutes: row.waiting_minutes,
    baseline: row.baseline,
    updatedAt: row.updated_at.getTime(),
  }));
}

/** A drill in a live organisation is nobody's business out there: the public never sees it. */
async function incidentFacts(tx: Tx, withDrills: boolean, now: number): Promise<IncidentFacts[]> {
  const rows = await tx
    .selectFrom("incident")
    .selectAll()
    .where((e) =>
      e.or([e("closed_at", "is", null), e("closed_at", ">", new Date(now - PAST_SHOWN_MS))]),
    )
    .$if(!withDrills, (query) => query.where("drill", "=", false))
    .orderBy(sql`closed_at desc nulls first`)
    .orderBy("opened_at", "desc")
    .limit(PAST_COUNT_MAX)
    .execute();
  return rows.map(incidentFact);
}

/** An incident as the public state takes it. */
export const incidentFact = (row: IncidentRow): IncidentFacts => ({
  id: row.id,
  origin: row.origin,
  platformId: row.platform_id,
  state: row.state,
  class: row.class,
  title: row.title,
  startedAt: row.started_at.getTime(),
  openedAt: row.opened_at.getTime(),
  confirmedAt: row.confirmed_at?.getTime() ?? null,
  monitoringAt: row.monitoring_at?.getTime() ?? null,
  closedAt: row.closed_at?.getTime() ?? null,
});

/** Where we stopped reading at the most we read, older incidents may be missing. */
function recordedSince(createdAt: Date, incidents: readonly IncidentFacts[]): number {
  if (incidents.length < PAST_COUNT_MAX) return createdAt.getTime();
  return Math.max(createdAt.getTime(), incidents.at(-1)?.closedAt ?? 0);
}

async function noticesOf(tx: Tx, incidentIds: readonly string[]): Promise<Notice[]> {
  if (incidentIds.length === 0) return [];
  const rows = await tx
    .selectFrom("announcement")
    .selectAll()
    .where("incident_id", "in", incidentIds)
    .where("published_at", "is not", null)
    .orderBy("published_at", "desc")
    .limit(NOTICE_COUNT_MAX)
    .execute();
  const codes = await codesOf(
    tx,
    rows.map(({ id }) => id),
  );
  const versions = new Map(rows.map((row) => [row.id, row]));
  return rows.flatMap(({ state, published_at: publishedAt, ...row }) => {
    if (state === "draft" || state === "approved" || publishedAt === null) return [];
    return {
      id: row.id,
      incidentId: row.incident_id,
      state,
      severity: row.severity,
      texts: shownTexts(row.texts, row.later_language),
      untranslated: row.later_language,
      translates: translatedFrom(
        row.translates === null ? undefined : versions.get(row.translates),
      ),
      source: row.source,
      version: row.version,
      publishedAt: publishedAt.getTime(),
      updatedAt: row.updated_at.getTime(),
      nextUpdateAt: row.next_update_at?.getTime() ?? null,
      code: codes.get(row.id) ?? null,
    };
  });
}

function translatedFrom(former: AnnouncementRow | undefined) {
  if (!former?.published_at || former.later_language === null) return null;
  const { id, version, later_language: language } = former;
  return { id, version, language, publishedAt: former.published_at.getTime() };
}

type PlatformRow = {
  id: string;
  name: string;
  level: string | null;
  class: string | null;
  assessed_at: Date | null;
  verdict: string | null;
  declared_at: Date | null;
  looked_at: Date | null;
  reporters: number;
  capabilities: CapabilityOpinions | null;
};

async function platformFacts(tx: Tx, now: number, withDrills: boolean): Promise<PlatformFacts[]> {
  const delays = await officialDelays(tx, { since: now - gradedDays * 24 * HOUR_MS, withDrills });
  const { rows } = await sql<PlatformRow>`
    select platform.id, platform.name,
      observed.level, observed.class, observed.at as assessed_at,
      opinion.capabilities,
      declared.verdict, declared.at as declared_at,
      (select max(looked_at) from source
        where source.platform_id = platform.id and enabled) as looked_at,
      (select count(distinct reporter_hash) from report
        where report.platform_id = platform.id and at > ${new Date(now - HOUR_MS)}) as reporters
    from platform
    left join opinion on opinion.platform_id = platform.id
      and opinion.at > ${new Date(now - OPINION_SHOWN_MS)}
    left join lateral (
      select level, class, at from assessment
      where assessment.platform_id = platform.id order by id desc limit 1
    ) observed on true
    left join lateral (
      select verdict, at from signal
      where signal.platform_id = platform.id and kind = 'official'
        and at > ${new Date(now - DECLARED_SHOWN_MS)}
      order by at desc limit 1
    ) declared on true
    order by platform.position, platform.id
    limit ${PLATFORM_COUNT_MAX}`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    observed: observedIn(row),
    declared: declaredIn(row),
    lookedAt: row.looked_at?.getTime() ?? null,
    reporters: row.reporters,
    parts: capabilityLine(row.capabilities ?? {}),
    delay: delays.get(row.id) ?? null,
  }));
}

async function crowdsOf(tx: Tx, now: number, memory: UsualMemory | undefined) {
  const platforms = await tx
    .selectFrom("platform")
    .select(["id", "capabilities"])
    .orderBy("position")
    .orderBy("id")
    .limit(PLATFORM_COUNT_MAX)
    .execute();
  return await readPlatformCrowds(tx, { platforms, memory }, now);
}

function observedIn(row: PlatformRow): PlatformFacts["observed"] {
  const { level, class: kind, assessed_at: at } = row;
  if (level === null || kind === null || at === null) return null;
  return { level, class: kind, since: at.getTime() };
}

function declaredIn(row: PlatformRow): PlatformFacts["declared"] {
  const { verdict, declared_at: at } = row;
  if (verdict === null || at === null) return null;
  return { verdict, at: at.getTime() };
}
