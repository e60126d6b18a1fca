import { z } from "zod";
import { changePlaybook, DEFAULT_PLAYBOOK_ID } from "../../actions/playbook/change.ts";
import { DEFAULT_PLAYBOOK } from "../../domain/playbook.ts";
import { ticksItself } from "../../domain/playbook-draft.ts";
import { type Actor, mayAct, ROLES } from "../../domain/roles.ts";
import { listPlaybooks, type VersionedPlaybook } from "../../store/playbook-versions.ts";
import type { Routes } from "../routes.ts";
import { TwoLanguagesView } from "./views/said.ts";

const tags = ["playbooks"];
const MINUTE_MS = 60_000;
const DUE_MAX_MS = 30 * 24 * 60 * MINUTE_MS;
/** Whoever has to do something more often than this needs a machine for it. */
const EVERY_MIN_MS = 5 * MINUTE_MS;
const STEPS_MAX = 40;

const text = z.string().trim().min(1).max(200);
const texts = z.object({ fr: text, en: text });
const Step = z.object({
  /** What other decisions tick it by; null for a step that is new. */
  key: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,40}$/)
    .nullable(),
  title: texts,
  ownerRole: z.enum(ROLES),
  dueAfterMs: z.number().int().min(0).max(DUE_MAX_MS),
  /** Comes back so long after it was done; null for a step that is done once. */
  everyMs: z.number().int().min(EVERY_MIN_MS).max(DUE_MAX_MS).nullable(),
});

export const PlaybookView = z.object({
  id: z.string(),
  name: TwoLanguagesView,
  isDefault: z.boolean(),
  version: z.number(),
  steps: z.array(
    z.object({
      key: z.string(),
      title: TwoLanguagesView,
      ownerRole: z.enum(ROLES),
      dueAfterMs: z.number(),
      everyMs: z.number().nullable(),
      /** Another decision ticks it off: publishing, confirming, closing. */
      ticksItself: z.boolean(),
    }),
  ),
  may: z.object({ change: z.boolean() }),
});
export type PlaybookView = z.infer<typeof PlaybookView>;

/** The plans that start with incidents. */
export const playbookRoutes: Routes = (app, { house }) => {
  app.get(
    "/playbooks",
    {
      schema: {
        tags,
        summary: "The plans that start with incidents",
        response: { 200: z.object({ playbooks: z.array(PlaybookView) }) },
      },
    },
    async (request) => {
      const kept = await listPlaybooks(house.db);
      const rows = kept.some((row) => row.is_default) ? kept : [ownPlaybook, ...kept];
      return { playbooks: rows.map((row) => playbookView(row, request.actor)) };
    },
  );

  app.put(
    "/playbooks/:id",
    {
      schema: {
        tags,
        summary: "Change a plan; incidents that run keep the one they began with",
        params: z.object({ id: z.union([z.uuid(), z.literal(DEFAULT_PLAYBOOK_ID)]) }),
        body: z.object({
          version: z.number().int().positive(),
          name: texts,
          steps: z.array(Step).min(1).max(STEPS_MAX),
        }),
        response: { 200: PlaybookView },
      },
    },
    async (request) => {
      const input = { ...request.params, ...request.body };
      return playbookView(await changePlaybook(house, request.actor, input), request.actor);
    },
  );
};

/** What starts before anybody has changed anything. */
const ownPlaybook: VersionedPlaybook = {
  id: DEFAULT_PLAYBOOK_ID,
  ...DEFAULT_PLAYBOOK,
  is_default: true,
  version: 1,
};

const playbookView = (row: VersionedPlaybook, actor: Actor): PlaybookView => ({
  id: row.id,
  name: row.name,
  isDefault: row.is_default,
  version: row.version,
  steps: row.tasks.map(({ key, title, ownerRole, dueAfterMs, everyMs }) => ({
    key,
    title,
    ownerRole,
    dueAfterMs,
    everyMs: everyMs ?? null,
    ticksItself: ticksItself(key),
  })),
  may: { change: mayAct(actor, "administrator") },
});
