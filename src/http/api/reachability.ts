import { z } from "zod";
import { reachNow } from "../../actions/contact/count-reach.ts";
import type { Language } from "../../domain/language.ts";
import { FRESH_DAYS, reachabilityOf } from "../../domain/reachability.ts";
import { wordsFor } from "../../lib/words.ts";
import { knownWays } from "../../store/reachability.ts";
import type { Routes } from "../routes.ts";
import { ReachabilityView, reachabilityView } from "./views/reachability.ts";

const tags = ["contacts"];
const Id = z.object({ id: z.coerce.number().int().positive() });

/** How well people could be reached, were one of their ways to fail today. */
export const reachabilityRoutes: Routes = (app, { house }) => {
  app.get(
    "/contacts/reachability",
    {
      schema: {
        tags,
        summary: "How many people have no way, one, or several independent ones",
        response: {
          200: z.object({
            people: z.number(),
            none: z.number(),
            several: z.number(),
            single: z.array(z.object({ domain: z.string(), people: z.number() })),
            freshDays: z.number(),
            /** Of many people it is counted now and then. */
            countedAt: z.iso.datetime(),
          }),
        },
      },
    },
    async () => {
      const { countedAt, ...counts } = await reachNow(house);
      return { ...counts, freshDays: FRESH_DAYS, countedAt: new Date(countedAt).toISOString() };
    },
  );

  app.get(
    "/contacts/:id/reachability",
    {
      schema: {
        tags,
        summary: "The independent ways to one person, when each last proved itself, and the score",
        params: Id,
        response: { 200: ReachabilityView },
      },
    },
    async ({ params }) => {
      const ways = (await knownWays(house.db, [params.id])).get(params.id) ?? [];
      return reachabilityView(reachabilityOf(ways, house.now()));
    },
  );

  app.get(
    "/contacts/second-way",
    {
      schema: {
        tags,
        summary: "The draft of a broadcast that asks those on one way alone for a second one",
        querystring: z.object({ only: z.string().min(1).max(40).optional() }),
        response: { 200: SecondWayView },
      },
    },
    async ({ query }) => ({
      title: {
        fr: wordsFor("fr")("planner:second.title"),
        en: wordsFor("en")("planner:second.title"),
      },
      texts: { fr: textIn("fr"), en: textIn("en") },
      question: {
        reach: query.only === undefined ? { ways: "one" as const } : { only: query.only },
      },
      asks: { kind: "nothing" as const },
    }),
  );
};

const Text = z.object({ heading: z.string(), body: z.string() });
const SecondWayView = z.object({
  title: z.object({ fr: z.string(), en: z.string() }),
  texts: z.object({ fr: Text, en: Text }),
  question: z.object({
    reach: z.object({ ways: z.literal("one").optional(), only: z.string().optional() }),
  }),
  asks: z.object({ kind: z.literal("nothing") }),
});

const textIn = (language: Language) => ({
  heading: wordsFor(language)("planner:second.heading"),
  body: wordsFor(language)("planner:second.body"),
});
