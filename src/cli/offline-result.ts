import { z } from "zod";
import type { OfflineResult } from "../domain/offline/result.ts";
import { invalid } from "../lib/errors.ts";
import { jsonOf } from "../lib/json.ts";
import { Ending, OutcomeKind } from "./offline-ledger.ts";

const MessageText = z.object({ heading: z.string().max(1_000), body: z.string().max(20_000) });
const name = z.string().max(200);
const id = z.number().int().nonnegative();
const moment = z.number().int().min(0).max(8_640_000_000_000_000);

const Result = z.object({
  tocsin: z.literal("offline-sending"),
  format: z.literal(1),
  job: z.string().regex(/^[0-9a-f]{24}$/),
  organisation: name,
  label: name,
  audience: name,
  drill: z.boolean(),
  copyMadeAt: moment,
  startedAt: moment,
  endedAt: moment,
  complete: z.boolean(),
  plannedBy: name.min(1),
  approvedBy: name.min(1),
  texts: z.object({ fr: MessageText, en: MessageText }),
  channels: z.array(z.object({ id, name })).max(100),
  people: z
    .array(
      z.object({
        id,
        channelId: id,
        settled: Ending.nullable(),
        outcome: OutcomeKind.nullable(),
        why: z.string().max(500).nullable(),
        attemptedAt: moment.nullable(),
      }),
    )
    .max(5_000_000),
});

/** The result of a sending, or a sentence that says why the file is none. */
export function readOfflineResult(text: string, file: string): OfflineResult {
  const read = Result.safeParse(jsonOf(text));
  if (read.success) return read.data;
  throw invalid(`${file} is not the result of a sending from an offline copy.`);
}
