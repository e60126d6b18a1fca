import { z } from "zod";
import type { House } from "../../actions/action.ts";
import { addSuppression } from "../../actions/suppression/add.ts";
import { importSuppressions } from "../../actions/suppression/import.ts";
import { removeSuppression } from "../../actions/suppression/lift.ts";
import { mayAct } from "../../domain/roles.ts";
import { wordsFor } from "../../lib/words.ts";
import {
  countSuppressions,
  listSuppressions,
  type SuppressionLine,
} from "../../store/suppressions.ts";
import type { App, Routes } from "../routes.ts";
import { SuppressionView } from "./views/contact.ts";

const tags = ["suppressions"];
const pageMax = 100;
const csvLengthMax = 900_000;
const Id = z.object({ id: z.coerce.number().int().positive() });
const Text = z.string().trim().max(500);
const Addition = z.object({
  contactId: z.number().int().positive().optional(),
  address: z.string().trim().min(1).max(500).optional(),
  kind: z.string().trim().min(1).max(40).nullish(),
  reason: Text.min(1),
  source: Text.min(1),
  until: z.iso.datetime({ offset: true }).nullish(),
});
const ListView = z.object({
  suppressions: z.array(SuppressionView),
  total: z.number(),
  next: z.string().nullable(),
  may: z.object({ add: z.boolean(), lift: z.boolean() }),
});
const ProblemView = z.object({
  line: z.number(),
  problem: z.object({ fr: z.string(), en: z.string() }),
});

/** Whom nobody may write to, whatever they agreed to. */
export const suppressionRoutes: Routes = (app, { house }) => {
  registerList(app, house);
  registerAdding(app, house);
  registerTaking(app, house);
  registerLifting(app, house);
};

function registerList(app: App, house: House): void {
  app.get(
    "/suppressions",
    {
      schema: {
        tags,
        summary: "Who and what must never be written to",
        querystring: z.object({
          query: z.string().trim().max(200).default(""),
          cursor: z.coerce.number().int().positive().optional(),
        }),
        response: { 200: ListView },
      },
    },
    async ({ query: { query, cursor }, actor }) => {
      const page = { query, before: cursor ?? null, limit: pageMax };
      const found = await listSuppressions(house.db, page);
      const last = found.length === pageMax ? found.at(-1) : undefined;
      return {
        suppressions: found.map(suppressionView),
        total: await countSuppressions(house.db),
        next: last ? String(last.id) : null,
        may: { add: mayAct(actor, "communicator"), lift: mayAct(actor, "administrator") },
      };
    },
  );
}

function registerAdding(app: App, house: House): void {
  app.post(
    "/suppressions",
    {
      schema: {
        tags,
        summary: "Never write to a person, or to an address; what is under way ends",
        body: Addition,
        response: { 201: z.object({ added: z.number() }) },
      },
    },
    async (request, reply) => {
      const { until, ...rest } = request.body;
      const input = { ...rest, until: until ? Date.parse(until) : null };
      return reply.code(201).send(await addSuppression(house, request.actor, input));
    },
  );
}

function registerTaking(app: App, house: House): void {
  app.post(
    "/suppressions/list",
    {
      schema: {
        tags,
        summary: "Take in a list (CSV: address or id, reason, until, source), whole or not at all",
        body: z.object({
          csv: z.string().max(csvLengthMax),
          reason: Text.default(""),
          source: Text.min(1),
        }),
        response: {
          200: z.object({
            added: z.number(),
            known: z.number(),
            problems: z.array(ProblemView),
          }),
        },
      },
    },
    async (request) => {
      const { problems, ...taken } = await importSuppressions(house, request.actor, request.body);
      const said = problems.map(({ line, sentence, blanks }) => ({
        line,
        problem: { fr: wordsFor("fr")(sentence, blanks), en: wordsFor("en")(sentence, blanks) },
      }));
      return { ...taken, problems: said };
    },
  );
}

function registerLifting(app: App, house: House): void {
  app.post(
    "/suppressions/:id/end",
    {
      schema: {
        tags,
        summary: "Take a person or an address off the list",
        params: Id,
        body: z.object({ why: Text.min(1) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await removeSuppression(house, request.actor, { ...request.params, ...request.body });
      return reply.code(204).send(null);
    },
  );
}

const suppressionView = (row: SuppressionLine): SuppressionView => ({
  id: row.id,
  contact: row.contact_id === null ? null : { id: row.contact_id, name: row.name ?? "" },
  kind: row.kind,
  address: row.value,
  reason: row.reason,
  source: row.source,
  until: row.until?.toISOString() ?? null,
  at: row.created_at.toISOString(),
  by: row.created_by,
});
