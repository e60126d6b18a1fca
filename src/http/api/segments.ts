import { z } from "zod";
import { createSegment } from "../../actions/segment/create.ts";
import { countReach, listSegments, type SegmentRow } from "../../store/segments.ts";
import type { Routes } from "../routes.ts";

const valuesMax = 1_000;
const attributesMax = 20;
const tags = ["segments"];

export const QuestionView = z.object({
  languages: z.array(z.enum(["fr", "en"])).optional(),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .max(valuesMax)
    .optional(),
  attributes: z
    .record(z.string().max(100), z.array(z.string().max(1_000)).max(valuesMax))
    .refine((asked) => Object.keys(asked).length <= attributesMax)
    .optional(),
});
export type QuestionView = z.infer<typeof QuestionView>;

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
  app.get(
    "/segments",
    {
      schema: {
        tags,
        summary: "Saved questions about contacts",
        response: { 200: z.object({ segments: z.array(SegmentView) }) },
      },
    },
    async () => ({ segments: (await listSegments(house.db)).map(segmentView) }),
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

  app.post(
    "/segments/count",
    {
      schema: {
        tags,
        summary: "How many people a question means, and how many each kind of address reaches",
        body: z.object({ question: QuestionView }),
        response: { 200: ReachView },
      },
    },
    async (request) => await countReach(house.db, asked(request.body.question)),
  );
};

const segmentView = ({ id, name, question, created_at }: SegmentRow): SegmentView => ({
  id,
  name,
  question,
  createdAt: created_at.toISOString(),
});

/** Only the parts that ask something. */
const asked = ({ languages, countries, attributes }: QuestionView) => ({
  ...(languages?.length && { languages }),
  ...(countries?.length && { countries }),
  ...(attributes && { attributes }),
});
