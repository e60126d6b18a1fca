import { z } from "zod";
import { removeContactHook } from "../../actions/contact-hook/remove.ts";
import {
  addHookSecret,
  createContactHook,
  removeHookSecret,
} from "../../actions/contact-hook/secrets.ts";
import { mayAct } from "../../domain/roles.ts";
import { findContactHook, listContactHooks } from "../../store/contact-hooks.ts";
import { listOfflineSendings } from "../../store/offline-sendings.ts";
import type { App, Front, Routes } from "../routes.ts";
import { HookView, hookView, OfflineSendingView, offlineSendingView } from "./views/connection.ts";

const tags = ["contacts"];
const Id = z.object({ id: z.uuid() });
const WithSecret = z.object({
  hook: HookView,
  secret: z.string().describe("Shown this once, and never again"),
});

/** Systems that tell us of contacts by themselves, and what was sent without us. */
export const contactHookRoutes: Routes = (app, front) => {
  listing(app, front);
  changing(app, front);
};

const sceneOf = ({ house, publicUrl }: Front) => ({ secretKey: house.secretKey, publicUrl });

function listing(app: App, front: Front): void {
  const { db } = front.house;
  app.get(
    "/contact-hooks",
    {
      schema: {
        tags,
        summary: "Systems that tell us of contacts by signed calls",
        response: {
          200: z.object({ hooks: z.array(HookView), may: z.object({ create: z.boolean() }) }),
        },
      },
    },
    async ({ actor }) => ({
      hooks: (await listContactHooks(db)).map((row) => hookView(row, sceneOf(front))),
      may: { create: mayAct(actor, "administrator") },
    }),
  );
  app.get(
    "/offline-sendings",
    {
      schema: {
        tags,
        summary: "What was sent from an offline copy and put on the record",
        response: { 200: z.object({ sendings: z.array(OfflineSendingView) }) },
      },
    },
    async () => ({ sendings: (await listOfflineSendings(db)).map(offlineSendingView) }),
  );
}

function changing(app: App, front: Front): void {
  const { house } = front;
  const shown = ({ row, secret }: Awaited<ReturnType<typeof createContactHook>>) => ({
    hook: hookView(row, sceneOf(front)),
    secret: secret.secret,
  });
  app.post(
    "/contact-hooks",
    {
      schema: {
        tags,
        summary: "Open a door for another system; its secret is answered once",
        body: z.object({ name: z.string().trim().min(1).max(80) }),
        response: { 201: WithSecret },
      },
    },
    async ({ actor, body }, reply) =>
      reply.code(201).send(shown(await createContactHook(house, actor, body))),
  );
  app.post(
    "/contact-hooks/:id/secrets",
    {
      schema: {
        tags,
        summary: "One more secret, to change over without a gap",
        params: Id,
        response: { 201: WithSecret },
      },
    },
    async ({ actor, params }, reply) => {
      const { row, secret } = await addHookSecret(house, actor, params);
      const now = (await findContactHook(house.db, params.id)) ?? row;
      return reply.code(201).send(shown({ row: now, secret }));
    },
  );
  app.delete(
    "/contact-hooks/:id/secrets/:secretId",
    {
      schema: {
        tags,
        summary: "A secret that is good for nothing any more",
        params: Id.extend({ secretId: z.uuid() }),
        response: { 204: z.null() },
      },
    },
    async ({ actor, params }, reply) => {
      await removeHookSecret(house, actor, params);
      return reply.code(204).send(null);
    },
  );
  app.delete(
    "/contact-hooks/:id",
    {
      schema: { tags, summary: "Close the door", params: Id, response: { 204: z.null() } },
    },
    async ({ actor, params }, reply) => {
      await removeContactHook(house, actor, params);
      return reply.code(204).send(null);
    },
  );
}
