import { z } from "zod";
import { changeOutlet } from "../../actions/outlet/change.ts";
import { createOutlet } from "../../actions/outlet/create.ts";
import { answerForPost, dropPost, sendPost } from "../../actions/outlet/settle.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { mayAct } from "../../domain/roles.ts";
import { notFound } from "../../lib/errors.ts";
import { findIncident } from "../../store/incidents.ts";
import { latestPosts, postsOf } from "../../store/outlet-posts.ts";
import { listOutlets } from "../../store/outlets.ts";
import { describeOutlet } from "../../transports/outlet.ts";
import { outlets } from "../../transports/outlets.ts";
import type { Routes } from "../routes.ts";
import { NetworkView, OutletView, outletView, PostView, postView } from "./views/outlet.ts";

const tags = ["outlets"];
const SECRET_LENGTH_MAX = 8_000;
const Id = z.object({ id: z.coerce.number().int().positive() });
const Setting = z.union([z.string().max(SECRET_LENGTH_MAX), z.number(), z.boolean()]);
const Fields = z.object({
  name: z.string().trim().min(1).max(80),
  settings: z.record(z.string(), Setting),
  languages: z.array(z.enum(LANGUAGES)).max(LANGUAGES.length),
  mode: z.enum(["automatic", "ask"]),
});

export const outletRoutes: Routes = (app, { house }) => {
  app.get(
    "/networks",
    {
      schema: {
        tags,
        summary: "The networks we can speak on; forms are drawn from it",
        response: { 200: z.object({ networks: z.array(NetworkView) }) },
      },
    },
    async () => ({ networks: outlets.map(describeOutlet) }),
  );

  app.get(
    "/outlets",
    {
      schema: {
        tags,
        summary: "Where announcements are also said, and how that fares",
        response: {
          200: z.object({ outlets: z.array(OutletView), may: z.object({ create: z.boolean() }) }),
        },
      },
    },
    async ({ actor }) => {
      const latest = new Map((await latestPosts(house.db)).map((post) => [post.outlet_id, post]));
      const rows = await listOutlets(house.db);
      const { secretKey } = house;
      return {
        outlets: rows.map((row) => outletView(row, actor, { secretKey, last: latest.get(row.id) })),
        may: { create: mayAct(actor, "administrator") },
      };
    },
  );

  app.post(
    "/outlets",
    {
      schema: {
        tags,
        summary: "Add an outlet",
        body: Fields.extend({ kind: z.string().max(40), drill: z.boolean().optional() }),
        response: { 201: OutletView },
      },
    },
    async ({ actor, body }, reply) => {
      const row = await createOutlet(house, actor, body);
      const { secretKey } = house;
      return reply.code(201).send(outletView(row, actor, { secretKey, last: undefined }));
    },
  );

  app.put(
    "/outlets/:id",
    {
      schema: {
        tags,
        summary: "Change an outlet; a secret left empty stays as it is",
        params: Id,
        body: Fields.extend({ enabled: z.boolean() }).partial(),
        response: { 200: OutletView },
      },
    },
    async ({ actor, body, params }) => {
      const row = await changeOutlet(house, actor, { ...params, ...body });
      return outletView(row, actor, { secretKey: house.secretKey, last: undefined });
    },
  );
};

export const postRoutes: Routes = (app, { house }) => {
  app.get(
    "/incidents/:id/posts",
    {
      schema: {
        tags,
        summary: "What was said about an incident, outlet by outlet",
        params: z.object({ id: z.uuid() }),
        response: { 200: z.object({ posts: z.array(PostView) }) },
      },
    },
    async ({ actor, params }) => {
      if (!(await findIncident(house.db, params.id))) throw notFound("incident");
      return { posts: (await postsOf(house.db, params.id)).map((row) => postView(row, actor)) };
    },
  );

  app.post(
    "/posts/:id/attempt",
    {
      schema: {
        tags,
        summary: "Say it now: what asks first, or what failed",
        params: Id,
        response: { 201: PostView },
      },
    },
    async ({ actor, params }, reply) =>
      reply.code(201).send(postView(await sendPost(house, actor, params), actor)),
  );

  app.delete(
    "/posts/:id/attempt",
    {
      schema: { tags, summary: "Not there, this time", params: Id, response: { 200: PostView } },
    },
    async ({ actor, params }) => postView(await dropPost(house, actor, params), actor),
  );

  app.post(
    "/posts/:id/answer",
    {
      schema: {
        tags,
        summary: "Somebody looked at the network: whether the post stands there",
        params: Id,
        body: z.object({ stands: z.boolean() }),
        response: { 201: PostView },
      },
    },
    async ({ actor, params, body }, reply) =>
      reply
        .code(201)
        .send(postView(await answerForPost(house, actor, { ...params, ...body }), actor)),
  );
};
