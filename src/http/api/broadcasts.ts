import { z } from "zod";
import { approveBroadcast } from "../../actions/broadcast/approve.ts";
import { cancelBroadcast } from "../../actions/broadcast/cancel.ts";
import { createBroadcast } from "../../actions/broadcast/create.ts";
import { pauseBroadcast } from "../../actions/broadcast/pause.ts";
import { draftPlan } from "../../actions/broadcast/plan.ts";
import { resumeBroadcast } from "../../actions/broadcast/resume.ts";
import { mayAct } from "../../domain/roles.ts";
import { notFound } from "../../lib/errors.ts";
import { listDeliveries, namesOf, readProgress, SHOWS } from "../../store/broadcast-reads.ts";
import {
  type BroadcastRow,
  findBroadcast,
  followersOf,
  listBroadcasts,
} from "../../store/broadcasts.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { repliesOf } from "../../store/replies.ts";
import type { App, Front, Routes } from "../routes.ts";
import {
  AsksView,
  BroadcastMay,
  BroadcastView,
  broadcastMay,
  broadcastView,
  CascadeView,
  DeliveryView,
  deliveryView,
  FollowerView,
  followerView,
  InsistView,
  ProgressView,
  ReplyView,
} from "./views/broadcast.ts";
import { PlanView } from "./views/plan.ts";
import { asked, QuestionView } from "./views/question.ts";

const tags = ["broadcasts"];
const LIST_MAX = 100;
const PAGE_MAX = 50;
const REPLIES_MAX = 200;
const FIRST_MAX = 5;
export const BUDGET_CENTS_MAX = 1_000_000_000;
const BODY_LENGTH_MAX = 4_000;
const HEADING_LENGTH_MAX = 200;

const Id = z.object({ id: z.coerce.number().int().positive() });
const Text = z.object({
  heading: z.string().max(HEADING_LENGTH_MAX),
  body: z.string().max(BODY_LENGTH_MAX),
  plainSms: z.boolean().optional(),
});
export const TextsInput = z.object({ fr: Text, en: Text });
export const BroadcastInputView = z.object({
  title: z.string().trim().max(200).default(""),
  texts: TextsInput,
  segmentId: z.uuid().nullish(),
  question: QuestionView.transform(asked).optional(),
  incidentId: z.uuid().nullish(),
  cascade: CascadeView.optional(),
  lane: z.enum(["critical", "bulk"]).optional(),
  drill: z.boolean().optional(),
  asks: AsksView.optional(),
  insist: InsistView.nullish(),
  cohort: z.boolean().optional(),
  first: z.array(z.uuid()).max(FIRST_MAX).optional(),
  budgetCents: z.number().positive().max(BUDGET_CENTS_MAX).nullish(),
});

export const broadcastRoutes: Routes = (app, front) => {
  planning(app, front);
  reading(app, front);
  deciding(app, front);
};

function planning(app: App, { house }: Front): void {
  app.post(
    "/broadcasts/plan",
    {
      schema: {
        tags,
        summary: "What a broadcast would do: reach, time, who cannot be reached and why",
        body: BroadcastInputView,
        response: { 200: PlanView },
      },
    },
    async ({ body }) => (await draftPlan(house.db, body, house.now())).plan,
  );

  app.post(
    "/broadcasts",
    {
      schema: {
        tags,
        summary: "Plan a broadcast; nothing is sent before it is approved",
        body: BroadcastInputView,
        response: { 201: BroadcastView },
      },
    },
    async (request, reply) => {
      const row = await createBroadcast(house, request.actor, request.body);
      return reply.code(201).send(await viewedBroadcast(house.db, row));
    },
  );
}

function reading(app: App, { house }: Front): void {
  app.get(
    "/broadcasts",
    {
      schema: {
        tags,
        summary: "The newest broadcasts",
        querystring: z.object({ incidentId: z.uuid().optional() }),
        response: {
          200: z.object({
            broadcasts: z.array(BroadcastView),
            may: z.object({ create: z.boolean() }),
          }),
        },
      },
    },
    async ({ query, actor }) => {
      const rows = await listBroadcasts(house.db, { ...query, limit: LIST_MAX });
      const names = await namesOf(
        house.db,
        rows.flatMap((row) => [row.planned_by, row.approved_by]),
      );
      return {
        broadcasts: rows.map((row) => broadcastView(row, names)),
        may: { create: mayAct(actor, "communicator") },
      };
    },
  );

  app.get(
    "/broadcasts/:id",
    {
      schema: {
        tags,
        summary: "One broadcast: its plan, how it stands, and what you may do",
        params: Id,
        response: {
          200: z.object({
            broadcast: BroadcastView,
            plan: PlanView,
            progress: ProgressView,
            followers: z.array(FollowerView),
            may: BroadcastMay,
          }),
        },
      },
    },
    async ({ params, actor }) => {
      const row = await found(house.db, params.id);
      const { second_approver } = await readOrganisation(house.db);
      return {
        broadcast: await viewedBroadcast(house.db, row),
        plan: row.plan,
        progress: await readProgress(house.db, row, house.now()),
        followers: (await followersOf(house.db, row.id)).map(followerView),
        may: broadcastMay(row, actor, second_approver),
      };
    },
  );

  app.get(
    "/broadcasts/:id/deliveries",
    {
      schema: {
        tags,
        summary: "Person by person: how far it came, by which channel, and why not further",
        params: Id,
        querystring: z.object({
          show: z.enum(SHOWS).default("all"),
          cursor: z.coerce.number().int().min(-1).default(-1),
        }),
        response: {
          200: z.object({ deliveries: z.array(DeliveryView), next: z.string().nullable() }),
        },
      },
    },
    async ({ params, query }) => {
      const page = { show: query.show, after: query.cursor, limit: PAGE_MAX };
      const lines = await listDeliveries(house.db, { broadcastId: params.id, ...page });
      const last = lines.length === PAGE_MAX ? lines.at(-1) : undefined;
      return { deliveries: lines.map(deliveryView), next: last ? String(last.ordinal) : null };
    },
  );

  app.get(
    "/broadcasts/:id/replies",
    {
      schema: {
        tags,
        summary: "What people wrote back, the newest first",
        params: Id,
        response: { 200: z.object({ replies: z.array(ReplyView) }) },
      },
    },
    async ({ params }) => {
      const rows = await repliesOf(house.db, params.id, REPLIES_MAX);
      return {
        replies: rows.map(({ channel_id, contact_id, at, ...row }) => ({
          ...row,
          channelId: channel_id,
          contactId: contact_id,
          at: at.toISOString(),
        })),
      };
    },
  );
}

function deciding(app: App, { house }: Front): void {
  const answer = { tags, params: Id, response: { 200: BroadcastView } };

  app.post(
    "/broadcasts/:id/approval",
    { schema: { ...answer, summary: "Freeze recipients and texts, and start to send" } },
    async ({ params, actor }) =>
      await viewedBroadcast(house.db, await approveBroadcast(house, actor, params)),
  );

  app.post(
    "/broadcasts/:id/pause",
    { schema: { ...answer, summary: "Stop sending for now" } },
    async ({ params, actor }) =>
      await viewedBroadcast(house.db, await pauseBroadcast(house, actor, params)),
  );

  app.delete(
    "/broadcasts/:id/pause",
    { schema: { ...answer, summary: "Go on where it stopped" } },
    async ({ params, actor }) =>
      await viewedBroadcast(house.db, await resumeBroadcast(house, actor, params)),
  );

  app.post(
    "/broadcasts/:id/cancellation",
    {
      schema: {
        ...answer,
        summary: "Send nothing more, for good",
        body: z.object({ reason: z.string().trim().min(1).max(500) }),
      },
    },
    async ({ params, body, actor }) =>
      await viewedBroadcast(house.db, await cancelBroadcast(house, actor, { ...params, ...body })),
  );
}

type Db = Front["house"]["db"];

export async function viewedBroadcast(db: Db, row: BroadcastRow): Promise<BroadcastView> {
  return broadcastView(row, await namesOf(db, [row.planned_by, row.approved_by]));
}

async function found(db: Db, id: number): Promise<BroadcastRow> {
  const row = await findBroadcast(db, id);
  if (!row) throw notFound("broadcast");
  return row;
}
