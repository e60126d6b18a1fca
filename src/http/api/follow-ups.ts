import { z } from "zod";
import { NOT_SAID } from "../../actions/broadcast/budget.ts";
import { planFollowUp } from "../../actions/broadcast/follow.ts";
import { planFollowUpBroadcast } from "../../actions/broadcast/follow-up.ts";
import { followUpTexts } from "../../actions/broadcast/follow-up-texts.ts";
import { FOLLOW_UPS, RESTS } from "../../domain/follow-up.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { findBroadcast } from "../../store/broadcasts.ts";
import { readOrganisation } from "../../store/organisation.ts";
import type { Routes } from "../routes.ts";
import { TextsInput, viewedBroadcast } from "./broadcasts.ts";
import { BroadcastView, TextsView } from "./views/broadcast.ts";
import { PlanView } from "./views/plan.ts";

const tags = ["broadcasts"];
const Id = z.object({ id: z.coerce.number().int().positive() });
const Choice = z.object({ kind: z.enum(FOLLOW_UPS), rest: z.enum(RESTS) });

/** A correction or an all-clear, for those who have the original. */
export const followUpRoutes: Routes = (app, { house }) => {
  app.get(
    "/broadcasts/:id/follow-up",
    {
      schema: {
        tags,
        summary: "A correction or an all-clear, written and counted, ready to be planned",
        params: Id,
        querystring: Choice,
        response: { 200: z.object({ title: z.string(), texts: TextsView, plan: PlanView }) },
      },
    },
    async ({ params, query }) => {
      const original = await findBroadcast(house.db, params.id);
      if (!original) throw notFound("broadcast");
      if (original.approved_at === null) throw refusal("conflict", "errors:broadcast.is.planned");
      const { default_language: language } = await readOrganisation(house.db);
      const { title, texts } = followUpTexts(original, query.kind, { language });
      const whom = { among: query.rest, broadcastId: null, now: house.now() };
      const follow = { ...whom, texts, allowed: NOT_SAID };
      const { plan } = await planFollowUp(house.db, original, follow);
      return { title, texts, plan };
    },
  );

  app.post(
    "/broadcasts/:id/follow-up",
    {
      schema: {
        tags,
        summary: "Plan a correction or an all-clear; the original pauses unless it shall go on",
        params: Id,
        body: Choice.extend({
          title: z.string().max(200).optional(),
          texts: TextsInput.optional(),
        }),
        response: { 201: BroadcastView },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body };
      const row = await planFollowUpBroadcast(house, request.actor, input);
      return reply.code(201).send(await viewedBroadcast(house.db, row));
    },
  );
};
