import { z } from "zod";
import type { DryRunRow } from "../../../store/dry-runs.ts";
import type { TesterRow, TestMessageRow } from "../../../store/testers.ts";
import { iso } from "./said.ts";

const Language = z.enum(["fr", "en"]);
const Count = z.number().int();

export const DryRunView = z.object({
  id: z.number(),
  state: z.enum(["waiting", "running", "done", "failed"]),
  askedBy: z.string(),
  askedAt: z.string(),
  endedAt: z.string().nullable(),
  /** What would have happened. Nothing was sent. */
  result: z
    .object({
      people: Count,
      wouldSend: Count,
      channels: z.array(
        z.object({
          channelId: z.number(),
          name: z.string(),
          people: Count,
          seconds: z.number(),
          cut: Count,
          costCents: z.number().nullable(),
          objection: z.string().nullable(),
        }),
      ),
      trouble: z.array(z.object({ reason: z.string(), people: Count })),
      unreachable: z.array(z.object({ reason: z.string(), people: Count })),
      finishSeconds: z.number(),
      costCents: z.number().nullable(),
      samples: z.array(
        z.object({
          channelId: z.number(),
          language: Language,
          name: z.string(),
          address: z.string(),
          heading: z.string(),
          body: z.string(),
        }),
      ),
      /** What would follow if no message were confirmed and nobody answered. */
      later: z
        .object({
          channels: z.array(
            z.object({
              channelId: z.number(),
              people: Count,
              fromSeconds: z.number(),
              untilSeconds: z.number(),
              costCents: z.number().nullable(),
            }),
          ),
          tooLate: Count,
          full: Count,
          finishSeconds: z.number(),
          reminders: z.object({ times: Count, everySeconds: z.number() }).nullable(),
          deputies: z.object({ people: Count, afterSeconds: z.number() }).nullable(),
        })
        .optional(),
      tookMs: z.number(),
    })
    .nullable(),
});
export type DryRunView = z.infer<typeof DryRunView>;

export const dryRunView = (row: DryRunRow): DryRunView => ({
  id: row.id,
  state: row.state,
  askedBy: row.asked_by,
  askedAt: row.asked_at.toISOString(),
  endedAt: iso(row.ended_at),
  result: row.result,
});

export const TestMessageView = z.object({
  id: z.number(),
  channelId: z.number(),
  name: z.string(),
  language: Language,
  at: z.string(),
  state: z.enum(["queued", "sending", "done"]),
  outcome: z.string().nullable(),
  why: z.string().nullable(),
});
export type TestMessageView = z.infer<typeof TestMessageView>;

export const testMessageView = (row: TestMessageRow): TestMessageView => ({
  id: row.id,
  channelId: row.channel_id,
  name: row.name,
  language: row.language,
  at: row.asked_at.toISOString(),
  state: row.state,
  outcome: row.outcome,
  why: row.why,
});

export const TesterView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  address: z.string(),
  state: z.enum(["queued", "sending", "sent", "failed", "confirmed"]),
  addedBy: z.string(),
});
export type TesterView = z.infer<typeof TesterView>;

export const testerView = (row: TesterRow): TesterView => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  address: row.value,
  state: row.state,
  addedBy: row.added_by,
});
