import { z } from "zod";
import { acceptComment } from "../../actions/report/accept-comment.ts";
import { rejectComment } from "../../actions/report/reject-comment.ts";
import { returnComment } from "../../actions/report/return-comment.ts";
import { setCommentPolicy } from "../../actions/report/set-comment-policy.ts";
import { type Actor, mayAct } from "../../domain/roles.ts";
import { findOrganisation } from "../../store/organisation.ts";
import { type CommentRead, countWaiting, listComments } from "../../store/report-comments.ts";
import type { App, Front, Routes } from "../routes.ts";

const tags = ["reports"];
const SHOWN_MAX = 100;
const STATES = ["waiting", "accepted", "rejected"] as const;
const Id = z.object({ id: z.uuid() });

export const CommentView = z.object({
  id: z.string(),
  platform: z.object({ id: z.string(), name: z.string() }),
  words: z.string(),
  symptom: z.string(),
  country: z.string().nullable(),
  state: z.enum(STATES),
  at: z.string(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
});
export type CommentView = z.infer<typeof CommentView>;

export const CommentsView = z.object({
  comments: z.array(CommentView),
  /** How many wait in all, also beyond those listed. */
  waiting: z.number(),
  atOnce: z.boolean(),
  may: z.object({ decide: z.boolean(), setPolicy: z.boolean() }),
});
export type CommentsView = z.infer<typeof CommentsView>;

/** What people wrote beside their reports, and whether the public may read it. */
export const reportCommentRoutes: Routes = (app, front) => {
  const { db } = front.house;

  app.get(
    "/report-comments",
    {
      schema: {
        tags,
        summary: "What people wrote beside their reports",
        querystring: z.object({ state: z.enum(STATES).default("waiting") }),
        response: { 200: CommentsView },
      },
    },
    async (request) => {
      const rows = await listComments(db, { state: request.query.state, limit: SHOWN_MAX });
      return {
        comments: rows.map(commentView),
        waiting: await countWaiting(db),
        atOnce: (await findOrganisation(db))?.comments_at_once ?? false,
        may: mayOf(request.actor),
      };
    },
  );
  decisionRoutes(app, front);
  policyRoute(app, front);
};

function decisionRoutes(app: App, front: Front): void {
  const verbs = [
    { method: "POST", url: "acceptance", act: acceptComment, summary: "Show a comment" },
    { method: "POST", url: "rejection", act: rejectComment, summary: "Never show a comment" },
    { method: "DELETE", url: "decision", act: returnComment, summary: "Take a decision back" },
  ] as const;
  for (const { method, url, act, summary } of verbs) {
    app.route({
      method,
      url: `/report-comments/:id/${url}`,
      schema: { tags, summary, params: Id, response: { 204: z.null() } },
      handler: async (request, reply) => {
        await act(front.house, request.actor, Id.parse(request.params));
        return await reply.code(204).send(null);
      },
    });
  }
}

function policyRoute(app: App, front: Front): void {
  app.put(
    "/report-comments/policy",
    {
      schema: {
        tags,
        summary: "Whether comments show at once",
        body: z.object({ atOnce: z.boolean() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await setCommentPolicy(front.house, request.actor, request.body);
      return await reply.code(204).send(null);
    },
  );
}

const mayOf = (actor: Actor) => ({
  decide: mayAct(actor, "communicator"),
  setPolicy: mayAct(actor, "administrator"),
});

const commentView = (row: CommentRead): CommentView => ({
  id: row.id,
  platform: { id: row.platform_id, name: row.platform_name },
  words: row.words,
  symptom: row.symptom,
  country: row.country,
  state: row.state,
  at: row.at.toISOString(),
  decidedAt: row.decided_at?.toISOString() ?? null,
  decidedBy: row.decided_by,
});
