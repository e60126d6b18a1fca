import { z } from "zod";
import { correctRumour } from "../../actions/rumour/correct.ts";
import { discardRumour } from "../../actions/rumour/discard.ts";
import { dismissQuestion } from "../../actions/rumour/dismiss-question.ts";
import { draftRumour } from "../../actions/rumour/draft.ts";
import { editRumour } from "../../actions/rumour/edit.ts";
import { publishRumour } from "../../actions/rumour/publish.ts";
import { withdrawRumour } from "../../actions/rumour/withdraw.ts";
import { mayAct } from "../../domain/roles.ts";
import { notFound } from "../../lib/errors.ts";
import { countQuestions, listQuestions } from "../../store/rumour-questions.ts";
import { findRumour, listRumours, rumourVersions } from "../../store/rumours.ts";
import type { App, Front, Routes } from "../routes.ts";
import {
  QuestionsView,
  questionView,
  RumourContentBody,
  RumourVersionView,
  RumourView,
  rumourVersionView,
  rumourView,
} from "./views/rumour.ts";

const tags = ["rumours"];
const Id = z.object({ id: z.uuid() });
const Reason = z.object({ reason: z.string().trim().min(1).max(2_000) });

/** The rumour board: what is said, what we know about it, and what visitors ask. */
export const rumourRoutes: Routes = (app, front) => {
  reading(app, front);
  writing(app, front);
  deciding(app, front);
  questions(app, front);
};

function reading(app: App, { house }: Front): void {
  app.get(
    "/rumours",
    {
      schema: {
        tags,
        summary: "Every entry of the rumour board, drafts first",
        response: {
          200: z.object({ rumours: z.array(RumourView), may: z.object({ write: z.boolean() }) }),
        },
      },
    },
    async (request) => ({
      rumours: (await listRumours(house.db)).map((row) => rumourView(row, request.actor)),
      may: { write: mayAct(request.actor, "communicator") },
    }),
  );

  app.get(
    "/rumours/:id",
    {
      schema: {
        tags,
        summary: "One entry, with every version that was public",
        params: Id,
        response: {
          200: z.object({ rumour: RumourView, versions: z.array(RumourVersionView) }),
        },
      },
    },
    async (request) => {
      const row = await findRumour(house.db, request.params.id);
      if (!row) throw notFound("rumour");
      const versions = await rumourVersions(house.db, row.id);
      return { rumour: rumourView(row, request.actor), versions: versions.map(rumourVersionView) };
    },
  );
}

function writing(app: App, { house }: Front): void {
  app.post(
    "/rumours",
    {
      schema: {
        tags,
        summary: "Draft an entry",
        body: RumourContentBody.extend({ questionId: z.uuid().nullable().default(null) }),
        response: { 201: RumourView },
      },
    },
    async (request, reply) => {
      const row = await draftRumour(house, request.actor, request.body);
      return reply.code(201).send(rumourView(row, request.actor));
    },
  );

  const verbs = [
    { url: "/rumours/:id", act: editRumour, summary: "Change a draft" },
    { url: "/rumours/:id/correction", act: correctRumour, summary: "Correct it in public" },
  ] as const;
  for (const { url, act, summary } of verbs) {
    app.put(
      url,
      {
        schema: {
          tags,
          summary,
          params: Id,
          body: RumourContentBody,
          response: { 200: RumourView },
        },
      },
      async (request) => {
        const input = { ...request.params, ...request.body };
        return rumourView(await act(house, request.actor, input), request.actor);
      },
    );
  }

  app.delete(
    "/rumours/:id",
    { schema: { tags, summary: "Throw a draft away", params: Id, response: { 204: z.null() } } },
    async (request, reply) => {
      await discardRumour(house, request.actor, request.params);
      return await reply.code(204).send(null);
    },
  );
}

function deciding(app: App, { house }: Front): void {
  app.post(
    "/rumours/:id/publication",
    { schema: { tags, summary: "Say it in public", params: Id, response: { 201: RumourView } } },
    async (request, reply) => {
      const row = await publishRumour(house, request.actor, request.params);
      return reply.code(201).send(rumourView(row, request.actor));
    },
  );

  app.post(
    "/rumours/:id/withdrawal",
    {
      schema: {
        tags,
        summary: "Take it back",
        params: Id,
        body: Reason,
        response: { 201: RumourView },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body };
      const row = await withdrawRumour(house, request.actor, input);
      return reply.code(201).send(rumourView(row, request.actor));
    },
  );
}

function questions(app: App, { house }: Front): void {
  app.get(
    "/rumour-questions",
    {
      schema: {
        tags,
        summary: "What visitors ask, the most asked first",
        response: { 200: QuestionsView },
      },
    },
    async (request) => ({
      questions: (await listQuestions(house.db)).map(questionView),
      waiting: await countQuestions(house.db),
      may: { decide: mayAct(request.actor, "communicator") },
    }),
  );

  app.post(
    "/rumour-questions/:id/dismissal",
    { schema: { tags, summary: "Put it aside", params: Id, response: { 204: z.null() } } },
    async (request, reply) => {
      await dismissQuestion(house, request.actor, request.params);
      return await reply.code(204).send(null);
    },
  );
}
