import { z } from "zod";
import { changeSource } from "../../actions/source/change.ts";
import { createSource } from "../../actions/source/create.ts";
import { removeSource } from "../../actions/source/remove.ts";
import { describe } from "../../sensors/describe.ts";
import { sensors } from "../../sensors/index.ts";
import { listSources } from "../../store/sources.ts";
import type { Routes } from "../routes.ts";
import { SensorView, SourceView, sourceView } from "./views/source.ts";

const tags = ["sources"];
const EVERY_MIN_MS = 5_000;
const EVERY_MAX_MS = 86_400_000;
const Id = z.object({ id: z.uuid() });
const Fields = z.object({
  name: z.string().trim().min(1).max(80),
  settings: z.record(z.string(), z.union([z.string().max(4_000), z.number(), z.boolean()])),
  everyMs: z.number().int().min(EVERY_MIN_MS).max(EVERY_MAX_MS).optional(),
});

export const sourceRoutes: Routes = (app, front) => {
  app.get(
    "/sensors",
    {
      schema: {
        tags,
        summary: "What can look for trouble; forms are drawn from it",
        response: { 200: z.object({ sensors: z.array(SensorView) }) },
      },
    },
    async () => ({ sensors: sensors.map(describe) }),
  );

  app.get(
    "/sources",
    {
      schema: {
        tags,
        summary: "What looks for trouble, and how well it sees",
        response: { 200: z.object({ sources: z.array(SourceView) }) },
      },
    },
    async (request) => {
      const rows = await listSources(front.house.db);
      return { sources: rows.map((row) => sourceView(row, request.actor)) };
    },
  );

  app.post(
    "/sources",
    {
      schema: {
        tags,
        summary: "Point a sensor at a platform",
        body: Fields.extend({
          sensor: z.string().max(60),
          platformId: z.string().max(41),
          enabled: z.boolean().optional(),
        }),
        response: { 201: SourceView },
      },
    },
    async (request, reply) => {
      const row = await createSource(front.house, request.actor, request.body);
      return reply.code(201).send(sourceView(row, request.actor));
    },
  );

  app.put(
    "/sources/:id",
    {
      schema: {
        tags,
        summary: "Change a source; a secret left empty stays as it is",
        params: Id,
        body: Fields.extend({ enabled: z.boolean() }),
        response: { 200: SourceView },
      },
    },
    async (request) => {
      const input = { ...request.params, ...request.body };
      return sourceView(await changeSource(front.house, request.actor, input), request.actor);
    },
  );

  app.delete(
    "/sources/:id",
    {
      schema: {
        tags,
        summary: "Take a source away, with all that it said",
        params: Id,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await removeSource(front.house, request.actor, request.params);
      return reply.code(204).send(null);
    },
  );
};
