import { z } from "zod";
import { changeSource } from "../../actions/source/change.ts";
import { createSource } from "../../actions/source/create.ts";
import { lookNow } from "../../actions/source/look.ts";
import { pauseSource } from "../../actions/source/pause.ts";
import { removeSource } from "../../actions/source/remove.ts";
import { resumeSource } from "../../actions/source/resume.ts";
import { mayAct } from "../../domain/roles.ts";
import type { Option } from "../../lib/description.ts";
import { type Description, describe } from "../../sensors/describe.ts";
import { sensors } from "../../sensors/index.ts";
import { type ChannelRow, listChannels } from "../../store/channels.ts";
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
    async () => {
      const channels = channelOptions(await listChannels(front.house.db));
      const described = sensors.map((sensor) => describe(sensor));
      return { sensors: described.map((one) => offering(one, channels)) };
    },
  );

  app.get(
    "/sources",
    {
      schema: {
        tags,
        summary: "What looks for trouble, and how well it sees",
        response: {
          200: z.object({ sources: z.array(SourceView), may: z.object({ create: z.boolean() }) }),
        },
      },
    },
    async (request) => {
      const rows = await listSources(front.house.db);
      return {
        sources: rows.map((row) => sourceView(row, request.actor)),
        may: { create: mayAct(request.actor, "administrator") },
      };
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
          platformId: z
            .string()
            .max(41)
            .nullish()
            .transform((id) => id ?? null),
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

  const verbs = [
    { method: "POST", path: "pause", summary: "Stop a source that misleads", act: pauseSource },
    { method: "DELETE", path: "pause", summary: "Let it look again", act: resumeSource },
    { method: "POST", path: "look", summary: "Look now, not at the next round", act: lookNow },
  ] as const;
  for (const { method, path, summary, act } of verbs) {
    app.route({
      method,
      url: `/sources/:id/${path}`,
      schema: { tags, summary, params: Id, response: { 200: SourceView } },
      handler: async (request) =>
        sourceView(await act(front.house, request.actor, request.params), request.actor),
    });
  }

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

const channelOptions = (rows: readonly ChannelRow[]): Option[] =>
  rows.map(({ id, name }) => ({ value: String(id), label: { fr: name, en: name } }));

/** The form with our own channels to choose from, where it asks for one. */
const offering = (described: Description, channels: Option[]): Description => ({
  ...described,
  fields: described.fields.map((field) =>
    field.from === "channels" ? { ...field, options: channels } : field,
  ),
});
