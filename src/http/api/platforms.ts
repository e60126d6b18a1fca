import { z } from "zod";
import { changePlatform } from "../../actions/platform/change.ts";
import { createPlatform, PLATFORM_ID } from "../../actions/platform/create.ts";
import type { Actor } from "../../domain/roles.ts";
import { notFound } from "../../lib/errors.ts";
import { assessmentsOf } from "../../store/assessments.ts";
import { openPlatformIncidents } from "../../store/incidents.ts";
import { findPlatform, listPlatforms, type PlatformRow } from "../../store/platforms.ts";
import { sourcesOf } from "../../store/sources.ts";
import { listOpinions, pointsOf, streamIdOf } from "../../store/streams.ts";
import type { Front, Routes } from "../routes.ts";
import {
  AssessmentView,
  assessmentView,
  PlatformView,
  PointView,
  platformView,
} from "./views/platform.ts";
import { SourceView, sourceView } from "./views/source.ts";

const tags = ["platforms"];
const HOUR_MS = 3_600_000;
const SERIES_MS = 6 * HOUR_MS;
const SERIES_MAX_MS = 31 * 24 * HOUR_MS;
const Id = z.object({ id: z.string().max(41) });
const Fields = z.object({
  name: z.string().trim().min(1).max(80),
  failureDomain: z.string().trim().min(1).max(41),
  capabilities: z.array(z.string().trim().min(1).max(40)).max(20),
});

export const platformRoutes: Routes = (app, front) => {
  const { db } = front.house;

  app.get(
    "/platforms",
    {
      schema: {
        tags,
        summary: "What we depend on, and what we think of it now",
        response: { 200: z.object({ platforms: z.array(PlatformView) }) },
      },
    },
    async (request) => {
      return { platforms: await viewsOf(front, await listPlatforms(db), request.actor) };
    },
  );

  app.get(
    "/platforms/:id",
    {
      schema: {
        tags,
        summary: "One platform with its assessment and its sources",
        params: Id,
        response: {
          200: z.object({
            platform: PlatformView,
            assessment: AssessmentView.nullable(),
            sources: z.array(SourceView),
            openIncidentId: z.string().nullable(),
          }),
        },
      },
    },
    async (request) => {
      const row = await findPlatform(db, request.params.id);
      const [platform] = row ? await viewsOf(front, [row], request.actor) : [];
      if (!platform) throw notFound("platform");
      const sources = await sourcesOf(db, platform.id);
      const { assessment, openIncidentId } = platform;
      const views = sources.map((source) => sourceView(source, request.actor));
      return { platform, assessment, sources: views, openIncidentId };
    },
  );

  app.get(
    "/platforms/:id/series",
    {
      schema: {
        tags,
        summary: "Observed and expected counts, for the chart",
        params: Id,
        querystring: z.object({
          from: z.iso.datetime({ offset: true }).optional(),
          to: z.iso.datetime({ offset: true }).optional(),
        }),
        response: { 200: z.object({ points: z.array(PointView) }) },
      },
    },
    async (request) => {
      const { from, to } = request.query;
      const end = to === undefined ? front.house.now() : Date.parse(to);
      const start = from === undefined ? end - SERIES_MS : Date.parse(from);
      const span = { from: Math.max(start, end - SERIES_MAX_MS), to: end };
      const points = await pointsOf(db, streamIdOf(request.params.id, "reports"), span);
      return {
        points: points.map((point) => ({ ...point, at: new Date(point.at).toISOString() })),
      };
    },
  );

  app.get(
    "/platforms/:id/assessments",
    {
      schema: {
        tags,
        summary: "How our opinion changed, newest first",
        params: Id,
        querystring: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
        response: { 200: z.object({ assessments: z.array(AssessmentView) }) },
      },
    },
    async (request) => {
      const rows = await assessmentsOf(db, request.params.id, request.query.limit);
      return { assessments: rows.map(assessmentView) };
    },
  );

  app.post(
    "/platforms",
    {
      schema: {
        tags,
        summary: "Add a platform",
        body: Fields.extend({ id: z.string().regex(PLATFORM_ID) }),
        response: { 201: PlatformView },
      },
    },
    async (request, reply) => {
      const row = await createPlatform(front.house, request.actor, request.body);
      const known = { opinion: undefined, openIncidentId: null };
      return reply.code(201).send(platformView(row, known, request.actor));
    },
  );

  app.put(
    "/platforms/:id",
    {
      schema: {
        tags,
        summary: "Change a platform",
        params: Id,
        body: Fields,
        response: { 200: PlatformView },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body };
      const row = await changePlatform(front.house, request.actor, input);
      const [view] = await viewsOf(front, [row], request.actor);
      if (!view) throw notFound("platform");
      return reply.send(view);
    },
  );
};

async function viewsOf(
  { house }: Front,
  rows: readonly PlatformRow[],
  actor: Actor,
): Promise<PlatformView[]> {
  const opinions = await listOpinions(house.db);
  const open = await openPlatformIncidents(house.db);
  return rows.map((row) => {
    const opinion = opinions.find(({ platformId }) => platformId === row.id);
    const incident = open.find(({ platformId }) => platformId === row.id);
    return platformView(row, { opinion, openIncidentId: incident?.id ?? null }, actor);
  });
}
