import { z } from "zod";
import { changePlatform } from "../../actions/platform/change.ts";
import { createPlatform, PLATFORM_ID } from "../../actions/platform/create.ts";
import { type Actor, mayAct } from "../../domain/roles.ts";
import { notFound } from "../../lib/errors.ts";
import { capabilitySentence } from "../../pages/capability-line.ts";
import { openPlatformIncidents } from "../../store/incidents.ts";
import { findPlatform, listPlatforms, type PlatformRow } from "../../store/platforms.ts";
import { lastReadings } from "../../store/source-readings.ts";
import { sourcesOf } from "../../store/sources.ts";
import { streamNames } from "../../store/stream-points.ts";
import { listOpinions, opinionOf } from "../../store/streams.ts";
import type { Front, Routes } from "../routes.ts";
import { CapabilityView, capabilityViews } from "./views/capability.ts";
import { AssessmentView, PlatformView, platformView } from "./views/platform.ts";
import { TwoLanguagesView } from "./views/said.ts";
import { SeenSourceView, seenSourceView } from "./views/source.ts";

const tags = ["platforms"];
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
        response: {
          200: z.object({
            platforms: z.array(PlatformView),
            may: z.object({ create: z.boolean() }),
          }),
        },
      },
    },
    async (request) => {
      return {
        platforms: await viewsOf(front, await listPlatforms(db), request.actor),
        may: { create: mayAct(request.actor, "administrator") },
      };
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
            capabilities: z.array(CapabilityView),
            /** "Sending fails, receiving works." while there is something to tell apart. */
            capabilitiesText: TwoLanguagesView.nullable(),
            sources: z.array(SeenSourceView),
            /** What can be asked of `/series`. */
            streams: z.array(z.object({ id: z.string(), kind: z.string() })),
            openIncidentId: z.string().nullable(),
            may: z.object({ addSource: z.boolean() }),
          }),
        },
      },
    },
    async (request) => {
      const row = await findPlatform(db, request.params.id);
      const [platform] = row ? await viewsOf(front, [row], request.actor) : [];
      if (!platform) throw notFound("platform");
      const { assessment, openIncidentId } = platform;
      const opinion = await opinionOf(db, platform.id);
      const readings = await lastReadings(db, platform.id);
      const sources = (await sourcesOf(db, platform.id)).map((source) =>
        seenSourceView(source, readings.get(source.id), request.actor),
      );
      const streams = (await streamNames(db, platform.id)).map(({ id, kind }) => ({ id, kind }));
      const may = { addSource: mayAct(request.actor, "administrator") };
      return {
        platform,
        assessment,
        capabilities: capabilityViews(platform.capabilities, opinion),
        capabilitiesText: opinion ? capabilitySentence(opinion.capabilities) : null,
        sources,
        streams,
        openIncidentId,
        may,
      };
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
