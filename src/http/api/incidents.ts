import { z } from "zod";
import { confirmIncident } from "../../actions/incident/confirm.ts";
import { dismissIncident } from "../../actions/incident/dismiss.ts";
import { monitorIncident } from "../../actions/incident/monitor.ts";
import { openIncident } from "../../actions/incident/open.ts";
import { resolveIncident } from "../../actions/incident/resolve.ts";
import { type Actor, mayAct } from "../../domain/roles.ts";
import { notFound } from "../../lib/errors.ts";
import { announcementsOf } from "../../store/announcements.ts";
import { eventsOfIncident } from "../../store/events.ts";
import { broadcastsOf } from "../../store/incident-report.ts";
import { findIncident, type IncidentRow, listIncidents } from "../../store/incidents.ts";
import { tasksOf } from "../../store/playbooks.ts";
import { listOpinions } from "../../store/streams.ts";
import type { Front, Routes } from "../routes.ts";
import { EventView } from "./events.ts";
import { AnnouncementView, announcementViews } from "./views/announcement.ts";
import { IncidentMay, IncidentView, incidentView, TaskView, taskView } from "./views/incident.ts";
import { AssessmentView, opinionView } from "./views/platform.ts";
import { TwoLanguagesView } from "./views/said.ts";

const tags = ["incidents"];
const NOTE_LENGTH_MAX = 2_000;
const LIST_MAX = 200;
const Id = z.object({ id: z.uuid() });
const Note = z.object({ note: z.string().trim().max(NOTE_LENGTH_MAX).default("") });
const title = z.string().trim().min(1).max(200);

const IncidentPage = z.object({
  incident: IncidentView,
  assessment: AssessmentView.nullable(),
  tasks: z.array(TaskView),
  announcements: z.array(AnnouncementView),
  broadcasts: z.array(z.object({ id: z.number(), title: z.string(), state: z.string() })),
  may: IncidentMay,
});

export const incidentRoutes: Routes = (app, front) => {
  const { house } = front;

  app.get(
    "/incidents",
    {
      schema: {
        tags,
        summary: "Incidents, the open ones first",
        querystring: z.object({ scope: z.enum(["open", "all"]).default("open") }),
        response: {
          200: z.object({
            incidents: z.array(IncidentView),
            may: z.object({ open: z.boolean() }),
          }),
        },
      },
    },
    async (request) => {
      const rows = await listIncidents(house.db, { scope: request.query.scope, limit: LIST_MAX });
      return {
        incidents: rows.map((row) => incidentView(row, request.actor)),
        may: { open: mayAct(request.actor, "responder") },
      };
    },
  );

  app.post(
    "/incidents",
    {
      schema: {
        tags,
        summary: "Open an incident by hand",
        body: Note.extend({
          platformId: z.string().max(41).nullish(),
          title: TwoLanguagesView.extend({ fr: title, en: title }),
        }),
        response: { 201: IncidentView },
      },
    },
    async (request, reply) => {
      const { platformId, ...input } = request.body;
      const row = await openIncident(house, request.actor, {
        ...input,
        platformId: platformId ?? null,
      });
      return reply.code(201).send(incidentView(row, request.actor));
    },
  );

  app.get(
    "/incidents/:id",
    {
      schema: {
        tags,
        summary: "One incident with everything that belongs to it",
        params: Id,
        response: { 200: IncidentPage },
      },
    },
    async (request) => {
      const row = await findIncident(house.db, request.params.id);
      if (!row) throw notFound("incident");
      return await pageOf(front, row, request.actor);
    },
  );

  app.get(
    "/incidents/:id/events",
    {
      schema: {
        tags,
        summary: "The timeline, newest first",
        params: Id,
        response: { 200: z.object({ events: z.array(EventView) }) },
      },
    },
    async (request) => ({ events: await eventsOfIncident(house.db, request.params.id) }),
  );

  const verbs = [
    { path: "confirmation", summary: "It is real", act: confirmIncident },
    { path: "monitoring", summary: "It seems over; we watch", act: monitorIncident },
    { path: "resolution", summary: "It is over", act: resolveIncident },
  ];
  for (const { path, summary, act } of verbs) {
    app.post(
      `/incidents/:id/${path}`,
      {
        schema: { tags, summary, params: Id, body: Note, response: { 201: IncidentView } },
      },
      async (request, reply) => {
        const row = await act(house, request.actor, { ...request.params, ...request.body });
        return reply.code(201).send(incidentView(row, request.actor));
      },
    );
  }

  app.post(
    "/incidents/:id/dismissal",
    {
      schema: {
        tags,
        summary: "It never was a crisis",
        params: Id,
        body: z.object({ reason: z.string().trim().min(1).max(NOTE_LENGTH_MAX) }),
        response: { 201: IncidentView },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body };
      const row = await dismissIncident(house, request.actor, input);
      return reply.code(201).send(incidentView(row, request.actor));
    },
  );
};

async function pageOf(
  { house }: Front,
  row: IncidentRow,
  actor: Actor,
): Promise<z.infer<typeof IncidentPage>> {
  const now = house.now();
  const opinions = await listOpinions(house.db);
  const opinion = opinions.find(({ platformId }) => platformId === row.platform_id);
  const tasks = await tasksOf(house.db, row.id);
  const announcements = await announcementsOf(house.db, row.id);
  const incident = incidentView(row, actor);
  const plan = { ended: row.closed_at !== null, now };
  return {
    incident,
    assessment: opinion ? opinionView(opinion) : null,
    tasks: tasks.map((task) => taskView(task, plan, actor)),
    announcements: announcementViews(announcements, now, actor),
    broadcasts: await broadcastsOf(house.db, row.id),
    may: incident.may,
  };
}
