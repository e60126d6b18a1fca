import { z } from "zod";
import { closePoll, createPoll, withdrawPoll } from "../../actions/poll/write.ts";
import {
  isPollOpen,
  POLL_OPTIONS_MAX,
  POLL_OPTIONS_MIN,
  tellableVotes,
} from "../../domain/forum.ts";
import { mayAct } from "../../domain/roles.ts";
import { listPolls, type PollRead } from "../../store/polls.ts";
import type { App, Front, Routes } from "../routes.ts";

const tags = ["polls"];
const QUESTION_LENGTH_MAX = 200;
const OPTION_LENGTH_MAX = 100;
const Id = z.object({ id: z.uuid() });
const textOf = (max: number) => z.string().trim().min(1).max(max);
const twoOf = (max: number) => z.object({ fr: textOf(max), en: textOf(max) });
const Two = z.object({ fr: z.string(), en: z.string() });

const PollBody = z.object({
  question: twoOf(QUESTION_LENGTH_MAX),
  options: z.array(twoOf(OPTION_LENGTH_MAX)).min(POLL_OPTIONS_MIN).max(POLL_OPTIONS_MAX),
  closesAt: z.iso.datetime({ offset: true }),
});

const PollView = z.object({
  id: z.string(),
  question: Two,
  options: z.array(Two),
  /** In the order of the options; null while there are fewer than five in all. */
  votes: z.array(z.number()).nullable(),
  closesAt: z.string(),
  state: z.enum(["open", "closed", "withdrawn"]),
});
export type PollView = z.infer<typeof PollView>;

/** One question to everybody, with a few answers to choose from. */
export const pollRoutes: Routes = (app, front) => {
  listing(app, front);
  const verbs = [
    { url: "/polls/:id/closure", act: closePoll, summary: "End it before its time" },
    { url: "/polls/:id/withdrawal", act: withdrawPoll, summary: "Take it off the public pages" },
  ] as const;
  for (const { url, act, summary } of verbs) {
    app.post(
      url,
      { schema: { tags, summary, params: Id, response: { 204: z.null() } } },
      async (request, reply) => {
        await act(front.house, request.actor, request.params);
        return await reply.code(204).send(null);
      },
    );
  }
};

function listing(app: App, { house }: Front): void {
  app.get(
    "/polls",
    {
      schema: {
        tags,
        summary: "Polls with their votes, the last to close first",
        response: {
          200: z.object({ polls: z.array(PollView), may: z.object({ write: z.boolean() }) }),
        },
      },
    },
    async (request) => ({
      polls: (await listPolls(house.db)).map((row) => pollView(row, house.now())),
      may: { write: mayAct(request.actor, "communicator") },
    }),
  );
  app.post(
    "/polls",
    { schema: { tags, summary: "Ask everybody", body: PollBody, response: { 201: Id } } },
    async (request, reply) => {
      const input = { ...request.body, closesAt: Date.parse(request.body.closesAt) };
      return await reply.code(201).send(await createPoll(house, request.actor, input));
    },
  );
}

const pollView = (row: PollRead, now: number): PollView => ({
  id: row.id,
  question: row.question,
  options: row.options,
  votes: tellableVotes(row.votes) === null ? null : row.votes,
  closesAt: row.closes_at.toISOString(),
  state: stateOf(row, now),
});

function stateOf(row: PollRead, now: number): PollView["state"] {
  if (row.withdrawn_at !== null) return "withdrawn";
  return isPollOpen({ closesAt: row.closes_at.getTime() }, now) ? "open" : "closed";
}
