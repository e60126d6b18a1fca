import { z } from "zod";
import { checkAnnouncement } from "../../actions/announcement/check.ts";
import { draftAnnouncement } from "../../actions/announcement/draft.ts";
import { editAnnouncement } from "../../actions/announcement/edit.ts";
import { publishAnnouncement } from "../../actions/announcement/publish.ts";
import {
  scheduleAnnouncement,
  unscheduleAnnouncement,
} from "../../actions/announcement/schedule.ts";
import { withdrawAnnouncement } from "../../actions/announcement/withdraw.ts";
import { SCENARIOS, TONES } from "../../domain/announcement.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { workOn } from "../../domain/maintenance.ts";
import { type Hours, openingAt } from "../../domain/opening-hours.ts";
import { notFound } from "../../lib/errors.ts";
import { type SuggestionFacts, suggestedTexts } from "../../pages/suggestion.ts";
import { latestAssessment } from "../../store/assessments.ts";
import { listContactPoints } from "../../store/contact-points.ts";
import type { Db } from "../../store/database.ts";
import { findIncident, type IncidentRow, openPlatformIncidents } from "../../store/incidents.ts";
import { listMaintenances } from "../../store/maintenances.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { listPlatforms } from "../../store/platforms.ts";
import type { Routes } from "../routes.ts";
import {
  AnnouncementView,
  announcementView,
  OwnWordsView,
  SeverityView,
  TextsView,
} from "./views/announcement.ts";

const tags = ["announcements"];
const NEXT_UPDATE_MS = 30 * 60_000;
const OUTLETS_MAX = 200;
const Id = z.object({ id: z.uuid() });
const Content = z.object({
  texts: TextsView,
  severity: SeverityView,
  source: z.string().trim().max(200),
  nextUpdateAt: z.iso.datetime({ offset: true }).nullable(),
});
/** Outlets that ask first, and that are said yes to. */
const Confirmed = z.array(z.number().int().positive()).max(OUTLETS_MAX).default([]);
/** The languages whose words somebody has read; where it is not said, those that it concerns. */
const Read = z.array(z.enum(LANGUAGES)).max(LANGUAGES.length).optional();
const Written = Content.extend({
  posts: OwnWordsView.default({}),
  /** The language that follows in a version of its own; the other goes out alone. */
  laterLanguage: z.enum(LANGUAGES).nullable().default(null),
  read: Read,
});
const contentOf = ({ nextUpdateAt, ...content }: z.infer<typeof Written>) => ({
  ...content,
  nextUpdateAt: nextUpdateAt === null ? null : Date.parse(nextUpdateAt),
});

export const announcementRoutes: Routes = (app, front) => {
  const { house } = front;

  app.get(
    "/incidents/:id/announcement-suggestion",
    {
      schema: {
        tags,
        summary: "A text to begin with, in both languages",
        params: Id,
        querystring: z.object({
          /** What the writer says is the matter; without it, the incident's state decides. */
          scenario: z.enum(SCENARIOS).optional(),
          tone: z.enum(TONES).default("formal"),
        }),
        response: { 200: Content },
      },
    },
    async (request) => {
      const incident = await findIncident(house.db, request.params.id);
      if (!incident) throw notFound("incident");
      const { scenario, tone } = request.query;
      const chosen = scenario === undefined ? undefined : { scenario, tone };
      return await suggestionFor(house.db, { incident, chosen }, house.now());
    },
  );

  app.post(
    "/incidents/:id/announcements",
    {
      schema: {
        tags,
        summary: "Draft an announcement",
        params: Id,
        body: Written,
        response: { 201: AnnouncementView },
      },
    },
    async (request, reply) => {
      const input = { incidentId: request.params.id, ...contentOf(request.body) };
      const row = await draftAnnouncement(house, request.actor, input);
      return reply.code(201).send(announcementView(row, house.now(), request.actor));
    },
  );

  app.put(
    "/announcements/:id",
    {
      schema: {
        tags,
        summary: "Change a draft",
        params: Id,
        body: Written,
        response: { 200: AnnouncementView },
      },
    },
    async (request) => {
      const input = { ...request.params, ...contentOf(request.body) };
      const row = await editAnnouncement(house, request.actor, input);
      return announcementView(row, house.now(), request.actor);
    },
  );

  app.post(
    "/announcements/:id/publication",
    {
      schema: {
        tags,
        summary: "Say it in public; the one before is marked as corrected",
        params: Id,
        body: z.object({ confirmed: Confirmed, read: Read }).nullish(),
        response: { 201: AnnouncementView },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body };
      const row = await publishAnnouncement(house, request.actor, input);
      return reply.code(201).send(announcementView(row, house.now(), request.actor));
    },
  );

  app.post(
    "/announcements/:id/schedule",
    {
      schema: {
        tags,
        summary: "Let a draft go out by the clock; it is read once more at that moment",
        params: Id,
        body: z.object({ at: z.iso.datetime({ offset: true }), confirmed: Confirmed, read: Read }),
        response: { 201: AnnouncementView },
      },
    },
    async (request, reply) => {
      const { at, ...rest } = request.body;
      const input = { ...request.params, at: Date.parse(at), ...rest };
      const row = await scheduleAnnouncement(house, request.actor, input);
      return reply.code(201).send(announcementView(row, house.now(), request.actor));
    },
  );

  app.delete(
    "/announcements/:id/schedule",
    {
      schema: { tags, summary: "Call it off", params: Id, response: { 200: AnnouncementView } },
    },
    async (request) => {
      const row = await unscheduleAnnouncement(house, request.actor, request.params);
      return announcementView(row, house.now(), request.actor);
    },
  );

  app.post(
    "/announcements/:id/checks",
    {
      schema: {
        tags,
        summary: "The words of one language were read and found right",
        params: Id,
        body: z.object({ language: z.enum(LANGUAGES) }),
        response: { 201: AnnouncementView },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body };
      const row = await checkAnnouncement(house, request.actor, input);
      return reply.code(201).send(announcementView(row, house.now(), request.actor));
    },
  );

  app.post(
    "/announcements/:id/withdrawal",
    {
      schema: {
        tags,
        summary: "Take it back",
        params: Id,
        body: z.object({ reason: z.string().trim().min(1).max(2_000) }),
        response: { 201: AnnouncementView },
      },
    },
    async (request, reply) => {
      const input = { ...request.params, ...request.body };
      const row = await withdrawAnnouncement(house, request.actor, input);
      return reply.code(201).send(announcementView(row, house.now(), request.actor));
    },
  );
};

async function suggestionFor(
  db: Db,
  { incident, chosen }: { incident: IncidentRow; chosen: SuggestionFacts["chosen"] },
  now: number,
): Promise<z.infer<typeof Content>> {
  const organisation = await readOrganisation(db);
  const platforms = await listPlatforms(db);
  const platform = platforms.find(({ id }) => id === incident.platform_id);
  const { texts, severity } = suggestedTexts({
    state: incident.state,
    class: (await isMeasured(db, incident)) ? incident.class : "unknown",
    platform: platform?.name ?? null,
    title: incident.title,
    startedAt: incident.started_at.getTime(),
    now,
    timeZone: organisation.time_zone,
    alternatives: await alternativesTo(db, platform?.failure_domain ?? null, {
      now,
      timeZone: organisation.time_zone,
      drill: incident.drill,
    }),
    chosen,
  });
  const over = severity === "resolved";
  const nextUpdateAt = over ? null : new Date(now + NEXT_UPDATE_MS).toISOString();
  return { texts, severity, source: organisation.name, nextUpdateAt };
}

/** Who opens an incident by hand, or by an alert, has measured nothing; our sources may have since. */
async function isMeasured(db: Db, { origin, platform_id }: IncidentRow): Promise<boolean> {
  if (origin === "assessment") return true;
  const seen = platform_id === null ? undefined : await latestAssessment(db, platform_id);
  return seen?.level === "confirmed";
}

type Scene = { now: number; timeZone: string; drill: boolean };

/** What still works, is open, meets no planned work soon, and shares nobody's fate with what fails. */
async function alternativesTo(db: Db, failureDomain: string | null, scene: Scene) {
  const { now, timeZone, drill } = scene;
  const troubled = new Set((await openPlatformIncidents(db)).map(({ platformId }) => platformId));
  const domains = new Map(
    (await listPlatforms(db)).map(({ id, failure_domain }) => [id, failure_domain]),
  );
  const works = (await listMaintenances(db, now)).filter((work) => (work.drill ?? false) === drill);
  // Whoever reads it does so until the next update.
  const isWorkedOn = (id: string) =>
    [now, now + NEXT_UPDATE_MS].some((at) => workOn(id, works, at) !== null);
  return (await listContactPoints(db))
    .filter(({ baseline }) => baseline === "operational")
    .filter(({ id, hours }) => !isWorkedOn(id) && isOpenAt(hours, timeZone, now))
    .filter(({ platformId }) => {
      if (platformId === null) return true;
      return domains.get(platformId) !== failureDomain && !troubled.has(platformId);
    })
    .map(({ name }) => name);
}

const isOpenAt = (hours: Hours | null, timeZone: string, now: number): boolean =>
  hours === null || openingAt(hours, timeZone, now).open;
