import { unknownSurroundings } from "../../src/domain/detection/classify.ts";
import { crowdOf } from "../../src/domain/detection/crowd.ts";
import { type Assessment, nextAssessment } from "../../src/domain/detection/fuse.ts";
import { createStream, observe } from "../../src/domain/detection/stream.ts";
import type { Series } from "./series.ts";

/** A trouble as the page would have shown it, from reports alone: opened and closed at the end of a bucket. */
export type Opening = { from: number; to: number | null };

/** Runs detector and fusion over a series of reports; suspected and confirmed are open. */
export function openingsOf(series: Series): Opening[] {
  const stream = createStream({ bucketMs: series.bucketMs });
  const openings: Opening[] = [];
  let assessment: Assessment | null = null;
  series.at.forEach((at, index) => {
    const seen = observe(stream, at, series.counts[index] ?? null);
    if (seen.kind === "refused") return;
    const evidence = [{ kind: "reports" as const, ...crowdOf(stream, seen.reading) }];
    const now = at + series.bucketMs;
    assessment = nextAssessment(assessment, { evidence, surroundings: unknownSurroundings }, now);
    note(openings, isOpen(assessment), now);
  });
  return openings;
}

function isOpen(assessment: Assessment): boolean {
  return assessment.level === "suspected" || assessment.level === "confirmed";
}

function note(openings: Opening[], open: boolean, now: number): void {
  const last = openings.at(-1);
  const wasOpen = last !== undefined && last.to === null;
  if (open && !wasOpen) openings.push({ from: now, to: null });
  if (!open && wasOpen) last.to = now;
}
