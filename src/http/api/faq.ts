import { z } from "zod";
import { publishFaq, withdrawFaq } from "../../actions/help/faq-publish.ts";
import { changeFaq, createFaq, type FaqInput, removeFaq } from "../../actions/help/faq-write.ts";
import {
  ANSWER_LENGTH_MAX,
  FAQ_ABOUT_KINDS,
  FAQ_STATES,
  faqStateOf,
  QUESTION_LENGTH_MAX,
} from "../../domain/help/faq.ts";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import { type Actor, mayAct } from "../../domain/roles.ts";
import { type FaqRead, type FaqVersionRow, listFaq, listFaqVersions } from "../../store/faq.ts";
import type { App, Front, Routes } from "../routes.ts";

const tags = ["faq"];
const POSITION_MAX = 10_000;
const ABOUT_LENGTH_MAX = 60;
const Id = z.object({ id: z.uuid() });
const OneLanguage = Id.extend({ language: z.enum(LANGUAGES) });

const Words = z.object({
  question: z.string().trim().min(1).max(QUESTION_LENGTH_MAX),
  answer: z.string().trim().min(1).max(ANSWER_LENGTH_MAX),
});
const About = z
  .object({
    kind: z.enum(FAQ_ABOUT_KINDS),
    id: z.string().min(1).max(ABOUT_LENGTH_MAX).nullable(),
  })
  .refine(({ kind, id }) => (kind === "general") === (id === null), "names what it is about");

const FaqBody = z.object({
  about: About,
  position: z.int().min(0).max(POSITION_MAX),
  texts: z
    .object({ fr: Words.nullish(), en: Words.nullish() })
    .refine(({ fr, en }) => Boolean(fr ?? en), "needs one language at least"),
});
export type FaqBody = z.infer<typeof FaqBody>;

const TextView = Words.extend({
  state: z.enum(FAQ_STATES),
  version: z.number(),
  published: z.number().nullable(),
  at: z.string(),
  by: z.string(),
});

export const FaqView = z.object({
  id: z.string(),
  about: z.object({ kind: z.enum(FAQ_ABOUT_KINDS), id: z.string().nullable() }),
  position: z.number(),
  texts: z.object({ fr: TextView.nullable(), en: TextView.nullable() }),
  helped: z.number(),
  notHelped: z.number(),
  may: z.object({ change: z.boolean() }),
});
export type FaqView = z.infer<typeof FaqView>;

export const FaqVersionView = z.object({
  language: z.enum(LANGUAGES),
  version: z.number(),
  question: z.string(),
  answer: z.string(),
  by: z.string(),
  at: z.string(),
});
export type FaqVersionView = z.infer<typeof FaqVersionView>;

/** The questions that people ask, with our answers, version by version. */
export const faqRoutes: Routes = (app, front) => {
  readingRoutes(app, front);
  writingRoutes(app, front);
  publishingRoutes(app, front);
};

function readingRoutes(app: App, { house }: Front): void {
  app.get(
    "/faq",
    {
      schema: {
        tags,
        summary: "Frequent questions, drafts included",
        response: {
          200: z.object({ entries: z.array(FaqView), may: z.object({ create: z.boolean() }) }),
        },
      },
    },
    async (request) => ({
      entries: (await listFaq(house.db)).map((row) => faqView(row, request.actor)),
      may: { create: mayAct(request.actor, "communicator") },
    }),
  );
  app.get(
    "/faq/:id/versions",
    {
      schema: {
        tags,
        summary: "Every wording an entry ever had, the newest first",
        params: Id,
        response: { 200: z.object({ versions: z.array(FaqVersionView) }) },
      },
    },
    async (request) => ({
      versions: (await listFaqVersions(house.db, request.params.id)).map(versionView),
    }),
  );
}

function writingRoutes(app: App, { house }: Front): void {
  app.post(
    "/faq",
    {
      schema: {
        tags,
        summary: "Write a question and its answer, as a draft",
        body: FaqBody,
        response: { 201: z.object({ id: z.string() }) },
      },
    },
    async (request, reply) =>
      await reply.code(201).send(await createFaq(house, request.actor, inputOf(request.body))),
  );
  app.put(
    "/faq/:id",
    {
      schema: {
        tags,
        summary: "Write it anew: what is published stays until this is published",
        params: Id,
        body: FaqBody,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await changeFaq(house, request.actor, { id, ...inputOf(request.body) });
      return await reply.code(204).send(null);
    },
  );
  app.delete(
    "/faq/:id",
    { schema: { tags, summary: "Take an entry away", params: Id, response: { 204: z.null() } } },
    async (request, reply) => {
      await removeFaq(house, request.actor, request.params);
      return await reply.code(204).send(null);
    },
  );
}

function publishingRoutes(app: App, { house }: Front): void {
  const verbs = [
    { method: "POST", act: publishFaq, summary: "Show the latest wording of one language" },
    { method: "DELETE", act: withdrawFaq, summary: "Take one language off the public page" },
  ] as const;
  for (const { method, act, summary } of verbs) {
    app.route({
      method,
      url: "/faq/:id/:language/publication",
      schema: { tags, summary, params: OneLanguage, response: { 204: z.null() } },
      handler: async (request, reply) => {
        await act(house, request.actor, OneLanguage.parse(request.params));
        return await reply.code(204).send(null);
      },
    });
  }
}

function inputOf({ about, position, texts }: FaqBody): FaqInput {
  const written: FaqInput["texts"] = {};
  if (texts.fr) written.fr = texts.fr;
  if (texts.en) written.en = texts.en;
  return { about, position, texts: written };
}

const faqView = (row: FaqRead, actor: Actor): FaqView => ({
  id: row.id,
  about: { kind: row.about_kind, id: row.about_id },
  position: row.position,
  texts: { fr: textView(row, "fr"), en: textView(row, "en") },
  helped: row.helped,
  notHelped: row.not_helped,
  may: { change: mayAct(actor, "communicator") },
});

function textView(row: FaqRead, language: Language): z.infer<typeof TextView> | null {
  const text = row.texts.find((one) => one.language === language);
  if (text === undefined) return null;
  return {
    question: text.question,
    answer: text.answer,
    state: faqStateOf(text),
    version: text.latest,
    published: text.published,
    at: text.at.toISOString(),
    by: text.written_by,
  };
}

const versionView = (row: FaqVersionRow): FaqVersionView => ({
  language: row.language,
  version: row.version,
  question: row.question,
  answer: row.answer,
  by: row.written_by,
  at: row.at.toISOString(),
});
