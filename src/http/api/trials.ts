import { z } from "zod";
import { changeBudget } from "../../actions/broadcast/budget.ts";
import { askDryRun } from "../../actions/broadcast/dry-run.ts";
import { setOrganisationBudget } from "../../actions/organisation/set-budget.ts";
import { sendTest } from "../../actions/tester/send-test.ts";
import { lastDryRun } from "../../store/dry-runs.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { testMessagesOf } from "../../store/testers.ts";
import type { Routes } from "../routes.ts";
import { BUDGET_CENTS_MAX, viewedBroadcast } from "./broadcasts.ts";
import { OrganisationView, organisationView } from "./views/account.ts";
import { BroadcastView } from "./views/broadcast.ts";
import { DryRunView, dryRunView, TestMessageView, testMessageView } from "./views/trial.ts";

const tags = ["broadcasts"];
const TESTERS_MAX = 20;
const Id = z.object({ id: z.coerce.number().int().positive() });
const Cents = z.number().positive().max(BUDGET_CENTS_MAX).nullable();

/** What can be tried before the button is pressed, and what pressing it may cost. */
export const trialRoutes: Routes = (app, { house }) => {
  app.get(
    "/broadcasts/:id/trials",
    {
      schema: {
        tags,
        summary: "The newest dry run of a broadcast, and its test messages",
        params: Id,
        response: {
          200: z.object({ dryRun: DryRunView.nullable(), tests: z.array(TestMessageView) }),
        },
      },
    },
    async ({ params }) => {
      const dryRun = await lastDryRun(house.db, params.id);
      const tests = await testMessagesOf(house.db, params.id);
      return { dryRun: dryRun && dryRunView(dryRun), tests: tests.map(testMessageView) };
    },
  );

  app.post(
    "/broadcasts/:id/dry-run",
    {
      schema: {
        tags,
        summary: "Play a planned broadcast through to the end, without a network",
        params: Id,
        response: { 202: z.object({ id: z.number() }) },
      },
    },
    async ({ params, actor }, reply) =>
      await reply.code(202).send(await askDryRun(house, actor, params)),
  );

  app.post(
    "/broadcasts/:id/test",
    {
      schema: {
        tags,
        summary: "Send a planned broadcast to yourself and to testers; it counts for nothing",
        params: Id,
        body: z.object({
          own: z.boolean().default(true),
          testers: z.array(z.uuid()).max(TESTERS_MAX).default([]),
          languages: z
            .array(z.enum(["fr", "en"]))
            .min(1)
            .max(2)
            .default(["fr", "en"]),
        }),
        response: { 202: z.object({ messages: z.number() }) },
      },
    },
    async ({ params, body, actor }, reply) =>
      await reply.code(202).send(await sendTest(house, actor, { ...params, ...body })),
  );

  app.put(
    "/broadcasts/:id/budget",
    {
      schema: {
        tags,
        summary: "Say what a broadcast may cost, and whether it may go beyond the day",
        params: Id,
        body: z.object({ budgetCents: Cents, beyondDay: z.boolean().default(false) }),
        response: { 200: BroadcastView },
      },
    },
    async ({ params, body, actor }) =>
      await viewedBroadcast(house.db, await changeBudget(house, actor, { ...params, ...body })),
  );

  app.put(
    "/organisation/budget",
    {
      schema: {
        tags: ["organisation"],
        summary: "In what we count money, and what all broadcasts of a day may cost together",
        body: z.object({ currency: z.string().regex(/^[A-Z]{3}$/), budgetDayCents: Cents }),
        response: { 200: OrganisationView },
      },
    },
    async ({ body, actor }) => {
      await setOrganisationBudget(house, actor, body);
      return organisationView(await readOrganisation(house.db));
    },
  );
};
