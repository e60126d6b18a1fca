import { z } from "zod";
import { changeContactPoint } from "../../actions/contact-point/change.ts";
import { createContactPoint } from "../../actions/contact-point/create.ts";
import { removeContactPoint } from "../../actions/contact-point/remove.ts";
import { type Actor, mayAct } from "../../domain/roles.ts";
import { notFound } from "../../lib/errors.ts";
import { listContactPoints } from "../../store/contact-points.ts";
import { readPublicState } from "../../store/public-state.ts";
import type { App, Front, Routes } from "../routes.ts";
import { ContactPointBody, ContactPointView, contactPointView } from "./views/contact-point.ts";

const tags = ["contact points"];
const Id = z.object({ id: z.uuid() });

export const contactPointRoutes: Routes = (app, front) => {
  reading(app, front);
  adding(app, front);
  changing(app, front);
  removing(app, front);
};

function reading(app: App, front: Front): void {
  app.get(
    "/contact-points",
    {
      schema: {
        tags,
        summary: "The ways the public can reach us, and how they work now",
        response: {
          200: z.object({
            contactPoints: z.array(ContactPointView),
            may: z.object({ create: z.boolean() }),
          }),
        },
      },
    },
    async (request) => ({
      contactPoints: await views(front, request.actor),
      may: { create: mayAct(request.actor, "communicator") },
    }),
  );
}

function adding(app: App, front: Front): void {
  app.post(
    "/contact-points",
    {
      schema: {
        tags,
        summary: "Add a way to reach us",
        body: ContactPointBody,
        response: { 201: ContactPointView },
      },
    },
    async (request, reply) => {
      const { id } = await createContactPoint(front.house, request.actor, request.body);
      return reply.code(201).send(await viewOf(front, request.actor, id));
    },
  );
}

function changing(app: App, front: Front): void {
  app.put(
    "/contact-points/:id",
    {
      schema: {
        tags,
        summary: "Change a way to reach us: name, hours, waiting time, state",
        params: Id,
        body: ContactPointBody,
        response: { 200: ContactPointView },
      },
    },
    async (request) => {
      const { id } = request.params;
      await changeContactPoint(front.house, request.actor, { ...request.body, id });
      return await viewOf(front, request.actor, id);
    },
  );
}

function removing(app: App, front: Front): void {
  app.delete(
    "/contact-points/:id",
    {
      schema: {
        tags,
        summary: "Take a way to reach us off the page",
        params: Id,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await removeContactPoint(front.house, request.actor, request.params);
      return reply.code(204).send(null);
    },
  );
}

async function views({ house }: Front, actor: Actor): Promise<ContactPointView[]> {
  const records = await listContactPoints(house.db);
  const state = await readPublicState(house.db, house.now());
  const allowed = mayAct(actor, "communicator");
  return records.map((record) => {
    const { state: now, source } = state?.points.find(({ id }) => id === record.id) ?? {
      state: record.baseline,
      source: "manual" as const,
    };
    const may = { change: allowed, remove: allowed };
    return contactPointView(record, { state: now, source }, may);
  });
}

async function viewOf(front: Front, actor: Actor, id: string): Promise<ContactPointView> {
  const view = (await views(front, actor)).find((each) => each.id === id);
  if (view === undefined) throw notFound("contact_point");
  return view;
}
