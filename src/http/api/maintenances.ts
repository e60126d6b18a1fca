import { z } from "zod";
import { changeMaintenance } from "../../actions/maintenance/change.ts";
import { planMaintenance } from "../../actions/maintenance/plan.ts";
import { sayOfMaintenance } from "../../actions/maintenance/say.ts";
import { aboutPlanned } from "../../actions/subscriber/about.ts";
import { worldDays } from "../../domain/calendar/world-days.ts";
import { isOver, type Maintenance, worksBeside } from "../../domain/maintenance.ts";
import { type Actor, mayAct } from "../../domain/roles.ts";
import { type ClashScene, clashesOf } from "../../domain/work-clashes.ts";
import { notFound } from "../../lib/errors.ts";
import { entriesIn } from "../../store/calendar.ts";
import { listContactPoints } from "../../store/contact-points.ts";
import { findIncident, listIncidents } from "../../store/incidents.ts";
import { listMaintenances } from "../../store/maintenances.ts";
import { readOrganisation } from "../../store/organisation.ts";
import type { App, Front, Routes } from "../routes.ts";
import { audienceOf } from "./told.ts";
import {
  ClashView,
  clashView,
  MaintenanceBody,
  MaintenanceView,
  maintenanceView,
  WorkUpdateBody,
} from "./views/maintenance.ts";
import { AudienceView } from "./views/subscriber.ts";

const tags = ["maintenance"];
const OPEN_INCIDENTS_MAX = 50;
const DAY_MS = 86_400_000;
/** Further ahead nobody asks what else happens. */
const AHEAD_MS = 400 * DAY_MS;
const Id = z.object({ id: z.uuid() });

/** Planned work: what is announced, what it meets, and how it goes. */
export const maintenanceRoutes: Routes = (app, front) => {
  reading(app, front);
  clashing(app, front);
  planning(app, front);
  telling(app, front);
  counting(app, front);
  beside(app, front);
};

function reading(app: App, front: Front): void {
  app.get(
    "/maintenances",
    {
      schema: {
        tags,
        summary: "Planned work: to come and under way, then what ended in the last 90 days",
        response: {
          200: z.object({
            maintenances: z.array(MaintenanceView),
            may: z.object({ create: z.boolean() }),
          }),
        },
      },
    },
    async (request) => ({
      maintenances: await views(front, request.actor),
      may: { create: mayAct(request.actor, "communicator") },
    }),
  );
}

function clashing(app: App, front: Front): void {
  app.post(
    "/maintenances/clashes",
    {
      schema: {
        tags,
        summary: "What else happens at that time; nothing is kept",
        body: MaintenanceBody.pick({ from: true, until: true, pointIds: true }).extend({
          id: z.uuid().nullable().default(null),
        }),
        response: { 200: z.object({ clashes: z.array(ClashView) }) },
      },
    },
    async ({ body }) => {
      const asked = { ...body, from: Date.parse(body.from), until: Date.parse(body.until) };
      const sceneFor = await clashScene(front, await listMaintenances(front.house.db, now(front)));
      return { clashes: clashesOf(asked, sceneFor(asked.pointIds)).map(clashView) };
    },
  );
}

function planning(app: App, front: Front): void {
  app.post(
    "/maintenances",
    {
      schema: {
        tags,
        summary: "Announce planned work",
        body: MaintenanceBody,
        response: { 201: MaintenanceView },
      },
    },
    async (request, reply) => {
      const work = await planMaintenance(front.house, request.actor, inputOf(request.body));
      return reply.code(201).send(await viewOf(front, request.actor, work));
    },
  );

  app.put(
    "/maintenances/:id",
    {
      schema: {
        tags,
        summary: "Change planned work: move it, extend it, word it anew",
        params: Id,
        body: MaintenanceBody,
        response: { 200: MaintenanceView },
      },
    },
    async (request) => {
      const input = { ...inputOf(request.body), ...request.params };
      const work = await changeMaintenance(front.house, request.actor, input);
      return await viewOf(front, request.actor, work);
    },
  );
}

function telling(app: App, front: Front): void {
  app.post(
    "/maintenances/:id/updates",
    {
      schema: {
        tags,
        summary: "Tell how it goes: begin early, verify, finish, cancel, or just say something",
        params: Id,
        body: WorkUpdateBody,
        response: { 201: MaintenanceView },
      },
    },
    async (request, reply) => {
      const input = { ...request.body, ...request.params };
      const work = await sayOfMaintenance(front.house, request.actor, input);
      return reply.code(201).send(await viewOf(front, request.actor, work));
    },
  );
}

function counting(app: App, { house }: Front): void {
  app.post(
    "/maintenances/audience",
    {
      schema: {
        tags,
        summary: "How many subscribers work on these ways would be told to; nothing is kept",
        body: MaintenanceBody.pick({ pointIds: true, drill: true }),
        response: { 200: AudienceView },
      },
    },
    async ({ body: { pointIds, drill } }) => {
      const { db } = house;
      const isTraining = (await readOrganisation(db)).mode === "training";
      const about = await aboutPlanned(db, { id: "", pointIds });
      return await audienceOf(db, drill && !isTraining ? null : about);
    },
  );
}

const WorkBeside = ClashView.pick({ id: true, title: true, from: true }).extend({
  until: z.string(),
});

function beside(app: App, { house }: Front): void {
  app.get(
    "/incidents/:id/maintenances",
    {
      schema: {
        tags,
        summary: "Planned work of ours on the same ways at the same time: it may be the cause",
        params: Id,
        response: { 200: z.object({ maintenances: z.array(WorkBeside) }) },
      },
    },
    async (request) => {
      const incident = await findIncident(house.db, request.params.id);
      if (!incident) throw notFound("incident");
      const points = (await listContactPoints(house.db))
        .filter(({ platformId }) => platformId !== null && platformId === incident.platform_id)
        .map(({ id }) => id);
      const works = (await listMaintenances(house.db, house.now())).filter(
        ({ drill }) => (drill ?? false) === incident.drill,
      );
      const span = {
        startedAt: incident.started_at.getTime(),
        closedAt: incident.closed_at?.getTime() ?? null,
      };
      const ids = worksBeside(span, points, { works, now: house.now() });
      const found = works.filter(({ id }) => ids.includes(id));
      return {
        maintenances: found.map(({ id, title, from, until }) => ({
          id,
          title,
          from: new Date(from).toISOString(),
          until: new Date(until).toISOString(),
        })),
      };
    },
  );
}

const now = ({ house }: Front): number => house.now();

async function views(front: Front, actor: Actor): Promise<MaintenanceView[]> {
  const works = await listMaintenances(front.house.db, now(front));
  return await viewsOf(front, actor, { works, all: works });
}

async function viewOf(front: Front, actor: Actor, work: Maintenance): Promise<MaintenanceView> {
  const all = await listMaintenances(front.house.db, now(front));
  const [view] = await viewsOf(front, actor, { works: [work], all });
  if (view === undefined) throw new Error("One piece of work has one view.");
  return view;
}

async function viewsOf(
  front: Front,
  actor: Actor,
  { works, all }: { works: readonly Maintenance[]; all: readonly Maintenance[] },
): Promise<MaintenanceView[]> {
  const sceneFor = await clashScene(front, all);
  return works.map((work) => {
    const clashes = isOver(work.state) ? [] : clashesOf(work, sceneFor(work.pointIds));
    return maintenanceView(work, { actor, now: now(front), clashes });
  });
}

/** Reads once what all of it may meet; the answer is asked for each piece of work. */
async function clashScene(front: Front, works: readonly Maintenance[]) {
  const { db } = front.house;
  const span = { from: now(front), until: now(front) + AHEAD_MS };
  const { mode, time_zone: timeZone, default_country: country } = await readOrganisation(db);
  // An exercise stands in the way of nothing, unless all of it is one.
  const real = works.filter(({ drill }) => !drill || mode === "training");
  const own = await entriesIn(db, { from: span.from, to: span.until });
  const entries = [...own, ...worldDays(span, { timeZone, country })];
  const open = await listIncidents(db, { scope: "open", limit: OPEN_INCIDENTS_MAX });
  const incidents = open.map(({ id, title, platform_id: platformId, started_at }) => ({
    id,
    title,
    platformId,
    startedAt: started_at.getTime(),
  }));
  const points = await listContactPoints(db);
  return (pointIds: readonly string[]): ClashScene => {
    const platformIds = points
      .filter(({ id }) => pointIds.includes(id))
      .flatMap(({ platformId }) => platformId ?? []);
    return { works: real, entries, incidents, platformIds, timeZone, now: now(front) };
  };
}

const inputOf = ({ from, until, ...rest }: z.infer<typeof MaintenanceBody>) => ({
  ...rest,
  from: Date.parse(from),
  until: Date.parse(until),
});
