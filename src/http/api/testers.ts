import { z } from "zod";
import { requireRole } from "../../actions/action.ts";
import { ownWaysOf } from "../../actions/tester/send-test.ts";
import { addTester, confirmTester, dropTester } from "../../actions/tester/testers.ts";
import { mayAct } from "../../domain/roles.ts";
import { shownAddress } from "../../domain/shown-address.ts";
import { refusal } from "../../lib/errors.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { listTesters } from "../../store/testers.ts";
import type { Routes } from "../routes.ts";
import { TesterView, testerView } from "./views/trial.ts";

const tags = ["broadcasts"];
const Id = z.object({ id: z.uuid() });

/** Who gets a broadcast as a test: whoever asks for it, and those who sent a code back. */
export const testerRoutes: Routes = (app, { house }) => {
  app.get(
    "/testers",
    {
      schema: {
        tags,
        summary: "Where test messages may go",
        response: {
          200: z.object({
            own: z.array(z.object({ kind: z.string(), address: z.string() })),
            testers: z.array(TesterView),
            may: z.object({ change: z.boolean() }),
          }),
        },
      },
    },
    async ({ actor }) => {
      const drill = (await readOrganisation(house.db)).mode === "training";
      const own = await ownWaysOf(house.db, actor);
      return {
        own: own.map(({ kind, value }) => ({ kind, address: shownAddress(kind, value) })),
        testers: (await listTesters(house.db, drill)).map(testerView),
        may: { change: mayAct(actor, "communicator") },
      };
    },
  );

  app.post(
    "/testers",
    {
      schema: {
        tags,
        summary: "Name an address for test messages; a code is sent there",
        body: z.object({
          name: z.string().trim().min(1).max(80),
          kind: z.string().min(1).max(40),
          address: z.string().trim().min(1).max(500),
        }),
        response: { 201: TesterView },
      },
    },
    async ({ body, actor }, reply) =>
      await reply.code(201).send(testerView(await addTester(house, actor, body))),
  );

  app.post(
    "/testers/:id/confirmation",
    {
      schema: {
        tags,
        summary: "The code that a tester got",
        params: Id,
        body: z.object({ code: z.string().trim().min(1).max(20) }),
        response: { 204: z.null() },
      },
    },
    async ({ params, body, actor }, reply) => {
      requireRole(actor, "communicator");
      const done = await confirmTester(house, { ...params, ...body });
      if (done === "wrong") throw refusal("invalid", "planner:refused.tester_code");
      return await reply.code(204).send(null);
    },
  );

  app.delete(
    "/testers/:id",
    { schema: { tags, summary: "Forget a tester", params: Id, response: { 204: z.null() } } },
    async ({ params, actor }, reply) => {
      await dropTester(house, actor, params);
      return await reply.code(204).send(null);
    },
  );
};
