import { z } from "zod";
import { ENTRY_KINDS } from "../../../domain/calendar/entry.ts";
import {
  feedRecord,
  gradedMinutes,
  gradeOf,
  type LagFacts,
  lagSentence,
  minutesAfter,
} from "../../../domain/feed-lag.ts";
import { LOADS } from "../../../domain/risk/policy.ts";
import type { CalendarRecord } from "../../../store/calendar.ts";
import type { FeedLagRow } from "../../../store/feed-lags.ts";
import type { Foresight } from "../../../store/foresight.ts";
import { iso, SentenceView, sentenceView, TwoLanguagesView } from "./said.ts";

const share = z.number().min(0).max(1);
const ReasonView = SentenceView.extend({ factor: z.number() });
export const DayRiskView = z.object({
  /** On the organisation's calendar. */
  date: z.string(),
  level: z.enum(["low", "elevated", "high"]),
  ratio: z.number(),
  /** Null: we have not watched this platform for long enough to know. */
  probability: z.object({ expected: share, low: share, high: share }).nullable(),
  reasons: z.array(ReasonView),
});
export type DayRiskView = z.infer<typeof DayRiskView>;

export const RiskView = z.object({
  id: z.string(),
  name: z.string(),
  history: z.object({ days: z.number(), incidents: z.number(), enough: z.boolean() }),
  days: z.array(DayRiskView),
});
export type RiskView = z.infer<typeof RiskView>;

export const riskView = ({ id, name, history, days }: Foresight): RiskView => ({
  id,
  name,
  history: {
    days: Math.floor(history.days),
    incidents: history.incidents,
    enough: history.enough,
  },
  days: days.map(({ reasons, ...day }) => ({
    ...day,
    reasons: reasons.map((reason) => ({ ...sentenceView(reason), factor: reason.factor })),
  })),
});

const GradeView = z.enum(["A", "B", "C", "D", "F"]);
export const FeedLagView = z.object({
  incidentId: z.string(),
  sourceId: z.string(),
  source: z.string(),
  word: z.enum(["heard", "waiting", "never", "already", "blind"]),
  suspectedAt: z.string(),
  confirmedAt: z.string().nullable(),
  heardAt: z.string().nullable(),
  declaredAt: z.string().nullable(),
  /** Minutes from our confirmation, and from our first suspicion, to the first word; below zero: it was before us. */
  afterConfirmation: z.number().nullable(),
  afterSuspicion: z.number().nullable(),
  /** Minutes from our suspicion to the start that the platform itself declares. */
  declaredAfterSuspicion: z.number().nullable(),
  grade: GradeView.nullable(),
  text: TwoLanguagesView,
});
export type FeedLagView = z.infer<typeof FeedLagView>;

/** The same in one sentence, for the report of an incident. */
export const FeedWordView = z.object({
  source: z.string(),
  word: z.string(),
  minutes: z.number().nullable(),
  grade: GradeView.nullable(),
  text: TwoLanguagesView,
});

export function feedWordView(lag: LagFacts & { source: string }): z.infer<typeof FeedWordView> {
  const graded = gradedMinutes(lag);
  return {
    source: lag.source,
    word: lag.word,
    minutes: minutesAfter(lag.heardAt, lag.confirmedAt ?? lag.suspectedAt),
    grade: graded === null ? null : gradeOf(graded),
    text: sentenceView(lagSentence(lag)).text,
  };
}

export const FeedRecordView = z.object({
  sourceId: z.string(),
  source: z.string(),
  grade: GradeView.nullable(),
  medianMinutes: z.number().nullable(),
  incidents: z.number(),
  never: z.number(),
  beforeUs: z.number(),
});
export type FeedRecordView = z.infer<typeof FeedRecordView>;

const factsOf = (row: FeedLagRow): LagFacts => ({
  word: row.word,
  suspectedAt: row.suspected_at.getTime(),
  confirmedAt: row.confirmed_at?.getTime() ?? null,
  heardAt: row.heard_at?.getTime() ?? null,
});

export function feedLagView(row: FeedLagRow): FeedLagView {
  const facts = factsOf(row);
  const graded = gradedMinutes(facts);
  return {
    incidentId: row.incident_id,
    sourceId: row.source_id,
    source: row.source_name,
    word: row.word,
    suspectedAt: row.suspected_at.toISOString(),
    confirmedAt: iso(row.confirmed_at),
    heardAt: iso(row.heard_at),
    declaredAt: iso(row.declared_at),
    afterConfirmation: minutesAfter(facts.heardAt, facts.confirmedAt),
    afterSuspicion: minutesAfter(facts.heardAt, facts.suspectedAt),
    declaredAfterSuspicion: minutesAfter(row.declared_at?.getTime() ?? null, facts.suspectedAt),
    grade: graded === null ? null : gradeOf(graded),
    text: sentenceView(lagSentence(facts)).text,
  };
}

/** One line a feed: how it did over all its incidents, under the newest name of its source. */
export function feedRecordViews(rows: readonly FeedLagRow[]): FeedRecordView[] {
  const bySource = Map.groupBy(rows, (row) => row.source_id);
  return [...bySource]
    .map(([sourceId, lags]) => ({
      sourceId,
      source: lags[0]?.source_name ?? sourceId,
      ...feedRecord(lags.map(factsOf)),
    }))
    .sort((a, b) => a.source.localeCompare(b.source));
}

const Title = z.string().trim().min(1).max(200);
export const EntryBody = z.object({
  title: z.object({ fr: Title, en: Title }),
  from: z.iso.datetime({ offset: true }),
  until: z.iso.datetime({ offset: true }),
  /** None: every platform. */
  platformIds: z.array(z.string().max(41)).max(50).default([]),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .default(null),
  kind: z.enum(ENTRY_KINDS),
  load: z.enum(LOADS),
  source: z.string().trim().max(300).default(""),
  yearly: z.boolean().default(false),
});

export const EntryView = z.object({
  id: z.string(),
  title: TwoLanguagesView,
  /** Of this occurrence. */
  from: z.string(),
  until: z.string(),
  /** Of the first one: what a change begins with. */
  first: z.object({ from: z.string(), until: z.string() }),
  platformIds: z.array(z.string()),
  country: z.string().nullable(),
  kind: z.enum(ENTRY_KINDS),
  load: z.enum(LOADS),
  source: z.string(),
  yearly: z.boolean(),
  /** Whether it came with Tocsin. */
  builtIn: z.boolean(),
  may: z.object({ change: z.boolean(), remove: z.boolean() }),
});
export type EntryView = z.infer<typeof EntryView>;

type Entry = Omit<CalendarRecord, "uid">;
const time = (at: number): string => new Date(at).toISOString();

export function entryView(
  entry: Entry,
  when: { from: number; until: number },
  known: { builtIn: boolean; allowed: boolean },
): EntryView {
  const { id, title, platformIds, country, kind, load, source, repeat } = entry;
  const may = known.allowed && !known.builtIn;
  return {
    id,
    title,
    from: time(when.from),
    until: time(when.until),
    first: { from: time(entry.from), until: time(entry.until) },
    platformIds: [...platformIds],
    country,
    kind,
    load,
    source,
    yearly: repeat !== null,
    builtIn: known.builtIn,
    may: { change: may, remove: may },
  };
}
