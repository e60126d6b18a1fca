import { z } from "zod";
import { type HookSecret, hookSecrets } from "../../../actions/contact-hook/secrets.ts";
import type { ContactHookRow } from "../../../store/contact-hooks.ts";
import type { ContactPullRow, ContactPullRunRow } from "../../../store/contact-pulls.ts";
import type { listOfflineSendings } from "../../../store/offline-sendings.ts";
import { SentenceView, sentenceView } from "./said.ts";

const ReadingView = z.object({
  format: z.enum(["csv", "json"]),
  path: z.string().max(200).default(""),
  columns: z.record(z.string().max(100), z.string().max(100)).default({}),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .default(null),
  wording: z.string().max(1_000).default(""),
  source: z.string().max(1_000).default(""),
});
export const PullFields = {
  name: z.string().trim().min(1).max(80),
  url: z.string().trim().min(1).max(2_000),
  reading: ReadingView,
  auth: z.enum(["none", "bearer", "basic"]).default("none"),
  absent: z.enum(["keep", "silence"]).default("keep"),
  brakePercent: z.number().int().min(1).max(100).default(20),
  everyMinutes: z.number().int().min(5).max(44_640).default(1_440),
  enabled: z.boolean().default(true),
};
const count = z.number();
export const CountsView = z.object({
  rows: count,
  new: count,
  changed: count,
  unchanged: count,
  refused: count,
  gone: count,
  withdrawn: count,
  members: count,
});
const RunView = z.object({
  at: z.string(),
  result: z.enum(["unchanged", "applied", "held", "failed"]),
  counts: CountsView.partial(),
  trouble: SentenceView.nullable(),
});
export const PullView = z.object({
  id: z.string(),
  ...PullFields,
  hasSecret: z.boolean(),
  held: z.boolean(),
  nextAt: z.string(),
  runs: z.array(RunView),
});
export type PullView = z.infer<typeof PullView>;

const MINUTE_MS = 60_000;

export const pullView = (row: ContactPullRow, runs: readonly ContactPullRunRow[]): PullView => ({
  id: row.id,
  name: row.name,
  url: row.url,
  reading: row.reading,
  auth: row.auth,
  absent: row.absent,
  brakePercent: row.brake_percent,
  everyMinutes: row.every_ms / MINUTE_MS,
  enabled: row.enabled,
  hasSecret: row.secret !== null,
  held: row.held_digest !== null && row.confirmed_digest === null,
  nextAt: row.next_at.toISOString(),
  runs: runs.map(({ at, result, counts, trouble }) => ({
    at: at.toISOString(),
    result,
    counts,
    trouble: trouble && sentenceView(trouble),
  })),
});

export const HookView = z.object({
  id: z.string(),
  name: z.string(),
  /** Where the other system posts to. */
  url: z.string(),
  heardAt: z.string().nullable(),
  secrets: z.array(z.object({ id: z.string(), createdAt: z.string() })),
});
export type HookView = z.infer<typeof HookView>;

type HookScene = { secretKey: Buffer; publicUrl: string };

export const hookView = (row: ContactHookRow, { secretKey, publicUrl }: HookScene): HookView => ({
  id: row.id,
  name: row.name,
  url: `${publicUrl}/hooks/contacts/${row.id}`,
  heardAt: row.heard_at?.toISOString() ?? null,
  secrets: hookSecrets(row, secretKey).map(secretView),
});

const secretView = ({ id, createdAt }: HookSecret) => ({
  id,
  createdAt: new Date(createdAt).toISOString(),
});

export const OfflineSendingView = z.object({
  job: z.string(),
  label: z.string(),
  audience: z.string(),
  drill: z.boolean(),
  startedAt: z.string(),
  endedAt: z.string(),
  complete: z.boolean(),
  plannedBy: z.string(),
  approvedBy: z.string(),
  channels: z.array(z.string()),
  texts: z.object({ fr: z.string(), en: z.string() }),
  people: z.number(),
  taken: z.number(),
});
export type OfflineSendingView = z.infer<typeof OfflineSendingView>;

type OfflineRow = Awaited<ReturnType<typeof listOfflineSendings>>[number];

export const offlineSendingView = (row: OfflineRow): OfflineSendingView => ({
  job: row.job,
  label: row.label,
  audience: row.audience,
  drill: row.drill,
  startedAt: row.started_at.toISOString(),
  endedAt: row.ended_at.toISOString(),
  complete: row.complete,
  plannedBy: row.planned_by,
  approvedBy: row.approved_by,
  channels: row.channels.map(({ name }) => name),
  texts: { fr: row.texts.fr.body, en: row.texts.en.body },
  people: row.people ?? 0,
  taken: row.taken ?? 0,
});
