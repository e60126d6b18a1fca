import { z } from "zod";
import type { House } from "../../actions/action.ts";
import { refuseBadAreas } from "../../actions/segment/areas.ts";
import { createSegment } from "../../actions/segment/create.ts";
import { readArea } from "../../domain/area-text.ts";
import { mayAct } from "../../domain/roles.ts";
import { asOf } from "../../domain/segment.ts";
import { refusal } from "../../lib/errors.ts";
import {
  countPeople,
  countReach,
  listSegments,
  placesInUse,
  placesNamed,
  regionsInUse,
  type SegmentRow,
} from "../../store/segments.ts";
import type { App, Routes } from "../routes.ts";
import { AreaView, asked, QuestionView } from "./views/question.ts";

const areaTextMax = 400_000;
const tags = ["segments"];

export const SegmentView = z.object({
  id: z.string(),
  name: z.string(),
  question: QuestionView,
  createdAt: z.string(),
});
export type SegmentView = z.infer<typeof SegmentView>;

const ReachView = z.object({ contacts: z.number(), byKind: z.record(z.string(), z.number()) });

/** Saved questions about contacts. */
export const segmentRoutes: Routes = (app, { house }) => {
  registerSaved(app, house);
  registerCount(app, house);
  registerPlaces(app, house);
};

function registerSaved(app: App, house: House): void {
  app.get(
    "/segments",
    {
      schema: {
        tags,
        summary: "Saved questions about contacts",
        response: {
          200: z.object({
            segments: z.array(SegmentView),
            may: z.object({ create: z.boolean() }),
          }),
        },
      },
    },
    async (request) => ({
      segments: (await listSegments(house.db)).map(segmentView),
      may: { create: mayAct(request.actor, "communicator") },
    }),
  );

  app.post(
    "/segments",
    {
      schema: {
        tags,
        summary: "Save a question under a name",
        body: z.object({ name: z.string().trim().min(1).max(120), question: QuestionView }),
        response: { 201: SegmentView },
      },
    },
    async (request, reply) => {
      const { name, question } = request.body;
      const created = await createSegment(house, request.actor, {
        name,
        question: asked(question),
      });
      return reply.code(201).send(segmentView(created));
    },
  );
}

/** What somebody needs to know while a question takes shape. */
function registerCount(app: App, house: House): void {
  app.post(
    "/segments/count",
    {
      schema: {
        tags,
        summary: "How many people a question means, and how many each kind of address reaches",
        body: z.object({
          question: QuestionView,
          ways: z
            .boolean()
            .default(true)
            .describe("Count the kinds of address, too: it takes longer"),
        }),
        response: { 200: ReachView },
      },
    },
    async (request) => {
      const question = asked(request.body.question);
      refuseBadAreas(question);
      const now = asOf(question, house.now());
      if (request.body.ways) return await countReach(house.db, now);
      return { contacts: await countPeople(house.db, now), byKind: {} };
    },
  );
}

/** What somebody needs who asks about a place. */
function registerPlaces(app: App, house: House): void {
  app.post(
    "/segments/area",
    {
      schema: {
        tags,
        summary: "Read an area: GeoJSON, or a point in each line (latitude, longitude)",
        body: z.object({ text: z.string().max(areaTextMax) }),
        response: { 200: z.object({ area: AreaView, points: z.number() }) },
      },
    },
    async (request) => {
      const read = readArea(request.body.text);
      if (!read.ok) throw refusal("invalid", `audience:area.${read.code}`, read.params);
      return { area: read.area, points: read.points };
    },
  );

  app.get(
    "/segments/regions",
    {
      schema: {
        tags,
        summary: "The regions that contacts have, the largest first",
        response: {
          200: z.object({
            regions: z.array(z.object({ name: z.string(), people: z.number() })),
          }),
        },
      },
    },
    async () => ({ regions: await regionsInUse(house.db) }),
  );

  app.get(
    "/segments/places",
    {
      schema: {
        tags,
        summary: "Where contacts live, counted in cells of some five kilometres",
        response: {
          200: z.object({
            places: z.array(z.object({ lat: z.number(), lon: z.number(), people: z.number() })),
          }),
        },
      },
    },
    async () => ({ places: await placesInUse(house.db) }),
  );

  app.get(
    "/segments/place-names",
    {
      schema: {
        tags,
        summary: "The places that contacts name, each with its middle and how far it reaches",
        response: {
          200: z.object({
            places: z.array(
              z.object({
                name: z.string(),
                lat: z.number(),
                lon: z.number(),
                km: z.number(),
                people: z.number(),
              }),
            ),
          }),
        },
      },
    },
    async () => ({ places: await placesNamed(house.db) }),
  );
}

const segmentView = ({ id, name, question, created_at }: SegmentRow): SegmentView => ({
  id,
  name,
  question,
  createdAt: created_at.toISOString(),
});
