import { z } from "zod";
import { completeTask } from "../../actions/task/complete.ts";
import { reopenTask } from "../../actions/task/reopen.ts";
import type { Routes } from "../routes.ts";
import { TaskView, taskView } from "./views/incident.ts";

const tags = ["tasks"];
const NOTE_LENGTH_MAX = 2_000;
const Id = z.object({ id: z.uuid() });

export const taskRoutes: Routes = (app, front) => {
  const plan = () => ({ ended: false, now: front.house.now() });

  app.post(
    "/tasks/:id/completion",
    {
      schema: {
        tags,
        summary: "Tick a task off",
        params: Id,
        body: z.object({ note: z.string().trim().max(NOTE_LENGTH_MAX).default("") }),
        response: { 201: TaskView },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body };
      const row = await completeTask(front.house, request.actor, input);
      return reply.code(201).send(taskView(row, plan(), request.actor));
    },
  );

  app.delete(
    "/tasks/:id/completion",
    {
      schema: { tags, summary: "Take the tick back", params: Id, response: { 200: TaskView } },
    },
    async (request) => {
      const row = await reopenTask(front.house, request.actor, request.params);
      return taskView(row, plan(), request.actor);
    },
  );
};
