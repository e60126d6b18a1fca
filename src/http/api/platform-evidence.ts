import { z } from "zod";
import { excessMin } from "../../domain/detection/classify.ts";
import { REPORT_DIMENSIONS } from "../../domain/report-shares.ts";
import { notFound } from "../../lib/errors.ts";
import { changesOf } from "../../store/assessment-changes.ts";
import { incidentsWithin } from "../../store/incidents.ts";
import { findPlatform } from "../../store/platforms.ts";
import { readReportShares } from "../../store/report-shares.ts";
import { seriesOf, streamNames } from "../../store/stream-points.ts";
import { streamIdOf } from "../../store/streams.ts";
import type { Front, Routes } from "../routes.ts";
import { IncidentView, incidentView } from "./views/incident.ts";
import { ChangeView, changeView, PointView } from "./views/platform.ts";

const tags = ["platforms"];
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SERIES_MS = 6 * HOUR_MS;
const SERIES_MAX_MS = 91 * DAY_MS;
/** More points than this tell the eye nothing more. */
const POINTS_MAX = 750;
const STEPS_MIN = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360] as const;
const SHARES_MS = HOUR_MS;
/** What people told us is kept for a month. */
const SHARES_MAX_MS = 30 * DAY_MS;

const Id = z.object({ id: z.string().max(41) });
const moment = z.iso.datetime({ offset: true }).optional();
const Between = z.object({ from: moment, to: moment });
type Between = z.infer<typeof Between>;

const SeriesView = z.object({
  stream: z.string(),
  from: z.string(),
  to: z.string(),
  /** How long each point lasts. */
  stepMs: z.number(),
  points: z.array(PointView),
  incidents: z.array(IncidentView),
});
export type SeriesView = z.infer<typeof SeriesView>;

const SharesView = z.object({
  by: z.enum(REPORT_DIMENSIONS),
  from: z.string(),
  to: z.string(),
  /** Reports beyond the usual, of those who said. */
  excess: z.number(),
  /** False while the excess is too small to say whom it concerns. */
  known: z.boolean(),
  /** So many reports beyond the usual it takes. */
  neededExcess: z.number(),
  shares: z.array(
    z.object({
      /** `*` stands for all the rest. */
      key: z.string(),
      count: z.number(),
      expected: z.number(),
      excess: z.number(),
      share: z.number(),
    }),
  ),
});
export type SharesView = z.infer<typeof SharesView>;

/** What an opinion on a platform rests on: counts, changes, and whom the trouble concerns. */
export const platformEvidenceRoutes: Routes = (app, front) => {
  const { db } = front.house;
  const requirePlatform = async (id: string): Promise<string> => {
    if (!(await findPlatform(db, id))) throw notFound("platform");
    return id;
  };

  app.get(
    "/platforms/:id/series",
    {
      schema: {
        tags,
        summary:
          "Observed and expected counts of one stream, for the chart, and the incidents of that time",
        params: Id,
        querystring: Between.extend({ stream: z.string().max(120).optional() }),
        response: {
          200: SeriesView,
        },
      },
    },
    async (request) => {
      const id = await requirePlatform(request.params.id);
      const stream = await streamOf(front, id, request.query.stream);
      const span = spanOf(front, request.query, { usualMs: SERIES_MS, maxMs: SERIES_MAX_MS });
      const stepMs = stepOf(span.to - span.from, stream.bucketMs);
      const points = await seriesOf(db, stream.id, { span, stepMs });
      const incidents = await incidentsWithin(db, id, span);
      return {
        stream: stream.id,
        from: new Date(span.from).toISOString(),
        to: new Date(span.to).toISOString(),
        stepMs,
        points: points.map((point) => ({ ...point, at: new Date(point.at).toISOString() })),
        incidents: incidents.map((row) => incidentView(row, request.actor)),
      };
    },
  );

  app.get(
    "/platforms/:id/assessments",
    {
      schema: {
        tags,
        summary: "How our opinion changed and what moved it, newest first",
        params: Id,
        querystring: Between.extend({
          limit: z.coerce.number().int().min(1).max(200).default(50),
          /** The `id` of a change: only older ones. */
          before: z.coerce.number().int().positive().optional(),
        }),
        response: { 200: z.object({ assessments: z.array(ChangeView) }) },
      },
    },
    async (request) => {
      const platformId = await requirePlatform(request.params.id);
      const { from, to, before, limit } = request.query;
      const rows = await changesOf(db, {
        platformId,
        limit,
        beforeId: before,
        from: from === undefined ? undefined : Date.parse(from),
        to: to === undefined ? undefined : Date.parse(to),
      });
      return { assessments: rows.map(changeView) };
    },
  );

  app.get(
    "/platforms/:id/shares",
    {
      schema: {
        tags,
        summary: "Whom the reports beyond the usual come from",
        params: Id,
        querystring: Between.extend({ by: z.enum(REPORT_DIMENSIONS) }),
        response: { 200: SharesView },
      },
    },
    async (request) => {
      const platformId = await requirePlatform(request.params.id);
      const { by } = request.query;
      const span = spanOf(front, request.query, { usualMs: SHARES_MS, maxMs: SHARES_MAX_MS });
      const shares = await readReportShares(db, { platformId, by, ...span });
      const excess = shares.reduce((sum, share) => sum + share.excess, 0);
      return {
        by,
        from: new Date(span.from).toISOString(),
        to: new Date(span.to).toISOString(),
        excess,
        known: excess >= excessMin,
        neededExcess: excessMin,
        shares,
      };
    },
  );
};

/** A stream that is listened to; before the first bucket, the one that will be. */
async function streamOf({ house }: Front, platformId: string, asked: string | undefined) {
  const reports = streamIdOf(platformId, "reports");
  const names = await streamNames(house.db, platformId);
  const found = names.find(({ id, kind }) => id === (asked ?? reports) || kind === asked);
  if (found) return found;
  if (asked !== undefined && asked !== reports) throw notFound("stream");
  return { id: reports, kind: "reports", bucketMs: MINUTE_MS };
}

function spanOf(
  { house }: Front,
  { from, to }: Between,
  bounds: { usualMs: number; maxMs: number },
): { from: number; to: number } {
  const end = to === undefined ? house.now() : Date.parse(to);
  const start = from === undefined ? end - bounds.usualMs : Date.parse(from);
  return { from: Math.min(end, Math.max(start, end - bounds.maxMs)), to: end };
}

/** The shortest step that keeps the chart readable, and never less than the stream's own. */
function stepOf(spanMs: number, bucketMs: number): number {
  const enough = STEPS_MIN.map((minutes) => minutes * MINUTE_MS).find(
    (step) => spanMs / step <= POINTS_MAX && step >= bucketMs && step % bucketMs === 0,
  );
  const coarsest = (STEPS_MIN.at(-1) ?? 1) * MINUTE_MS;
  return enough ?? Math.max(bucketMs, Math.ceil(coarsest / bucketMs) * bucketMs);
}
