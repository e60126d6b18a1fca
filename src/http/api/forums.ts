import { z } from "zod";
import {
  acceptQuestion,
  answerQuestion,
  rejectQuestion,
  returnQuestion,
} from "../../actions/forum/moderate.ts";
import { changeForum, createForum } from "../../actions/forum/write.ts";
import {
  FORUM_ANSWER_LENGTH_MAX,
  FORUM_QUESTION_LENGTH_MAX,
  FORUM_QUESTION_STATES,
  FORUM_STATES,
  forumStateOf,
} from "../../domain/forum.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { mayAct } from "../../domain/roles.ts";
import { notFound } from "../../lib/errors.ts";
import {
  countForumQueue,
  type ForumQuestionRead,
  type ForumRow,
  findForum,
  listForums,
  questionsOf,
} from "../../store/forums.ts";
import type { App, Front, Routes } from "../routes.ts";

const tags = ["forums"];
const TITLE_LENGTH_MAX = 200;
const Id = z.object({ id: z.uuid() });
const textOf = (max: number) => z.string().trim().min(1).max(max);
const twoOf = (max: number) => z.object({ fr: textOf(max), en: textOf(max) });

const ForumBody = z.object({
  title: twoOf(TITLE_LENGTH_MAX),
  incidentId: z.uuid().nullable().default(null),
  opensAt: z.iso.datetime({ offset: true }),
  closesAt: z.iso.datetime({ offset: true }),
});

const May = z.object({ moderate: z.boolean() });
const ForumView = z.object({
  id: z.string(),
  title: z.object({ fr: z.string(), en: z.string() }),
  incidentId: z.string().nullable(),
  opensAt: z.string(),
  closesAt: z.string(),
  state: z.enum(FORUM_STATES),
  waiting: z.number(),
});
export type ForumView = z.infer<typeof ForumView>;

const ForumQuestionView = z.object({
  id: z.string(),
  words: z.string(),
  language: z.enum(LANGUAGES),
  state: z.enum(FORUM_QUESTION_STATES),
  answer: z.object({ fr: z.string(), en: z.string() }).nullable(),
  voices: z.number(),
  at: z.string(),
  decidedBy: z.string().nullable(),
});
export type ForumQuestionView = z.infer<typeof ForumQuestionView>;

/** Sessions in which people ask and we answer. */
export const forumRoutes: Routes = (app, front) => {
  reading(app, front);
  writing(app, front);
  moderating(app, front);
};

function reading(app: App, { house }: Front): void {
  app.get(
    "/forums",
    {
      schema: {
        tags,
        summary: "Sessions of questions and answers, the last to close first",
        response: { 200: z.object({ forums: z.array(ForumView), may: May }) },
      },
    },
    async (request) => ({
      forums: await Promise.all(
        (await listForums(house.db)).map(async (row) =>
          forumView(row, { now: house.now(), waiting: await countForumQueue(house.db, row.id) }),
        ),
      ),
      may: { moderate: mayAct(request.actor, "communicator") },
    }),
  );
  app.get(
    "/forums/:id/questions",
    {
      schema: {
        tags,
        summary: "The questions of one session in one state",
        params: Id,
        querystring: z.object({ state: z.enum(FORUM_QUESTION_STATES).default("waiting") }),
        response: { 200: z.object({ questions: z.array(ForumQuestionView), may: May }) },
      },
    },
    async (request) => {
      const { id } = request.params;
      if (!(await findForum(house.db, id))) throw notFound("forum");
      const rows = await questionsOf(house.db, id, request.query.state);
      const may = { moderate: mayAct(request.actor, "communicator") };
      return { questions: rows.map(questionView), may };
    },
  );
}

function writing(app: App, { house }: Front): void {
  app.post(
    "/forums",
    {
      schema: { tags, summary: "Announce a session", body: ForumBody, response: { 201: Id } },
    },
    async (request, reply) =>
      await reply.code(201).send(await createForum(house, request.actor, inputOf(request.body))),
  );
  app.put(
    "/forums/:id",
    {
      schema: {
        tags,
        summary: "Change its title or its hours",
        params: Id,
        body: ForumBody,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await changeForum(house, request.actor, { id, ...inputOf(request.body) });
      return await reply.code(204).send(null);
    },
  );
}

function moderating(app: App, { house }: Front): void {
  app.post(
    "/forum-questions/:id/acceptance",
    {
      schema: {
        tags,
        summary: "Show a question, in its own words or in better ones",
        params: Id,
        body: z.object({ words: textOf(FORUM_QUESTION_LENGTH_MAX).nullable().default(null) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await acceptQuestion(house, request.actor, { ...request.params, ...request.body });
      return await reply.code(204).send(null);
    },
  );
  app.put(
    "/forum-questions/:id/answer",
    {
      schema: {
        tags,
        summary: "Answer a question that is shown",
        params: Id,
        body: z.object({ answer: twoOf(FORUM_ANSWER_LENGTH_MAX) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await answerQuestion(house, request.actor, { ...request.params, ...request.body });
      return await reply.code(204).send(null);
    },
  );
  const verbs = [
    { method: "POST", url: "rejection", act: rejectQuestion, summary: "Keep it from being shown" },
    { method: "DELETE", url: "decision", act: returnQuestion, summary: "Let it wait again" },
  ] as const;
  for (const { method, url, act, summary } of verbs) {
    app.route({
      method,
      url: `/forum-questions/:id/${url}`,
      schema: { tags, summary, params: Id, response: { 204: z.null() } },
      handler: async (request, reply) => {
        await act(house, request.actor, Id.parse(request.params));
        return await reply.code(204).send(null);
      },
    });
  }
}

const inputOf = (body: z.infer<typeof ForumBody>) => ({
  ...body,
  opensAt: Date.parse(body.opensAt),
  closesAt: Date.parse(body.closesAt),
});

const forumView = (
  row: ForumRow,
  { now, waiting }: { now: number; waiting: number },
): ForumView => ({
  id: row.id,
  title: row.title,
  incidentId: row.incident_id,
  opensAt: row.opens_at.toISOString(),
  closesAt: row.closes_at.toISOString(),
  state: forumStateOf({ opensAt: row.opens_at.getTime(), closesAt: row.closes_at.getTime() }, now),
  waiting,
});

const questionView = (row: ForumQuestionRead): ForumQuestionView => ({
  id: row.id,
  words: row.words,
  language: row.language,
  state: row.state,
  answer: row.answer,
  voices: row.voices,
  at: row.at.toISOString(),
  decidedBy: row.decided_by,
});
