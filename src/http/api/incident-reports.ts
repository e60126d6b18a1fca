import { z } from "zod";
import { type IncidentReport, reportOf } from "../../domain/report.ts";
import { notFound } from "../../lib/errors.ts";
import { reportMarkdown } from "../../pages/incident-report.ts";
import { gatherReport } from "../../store/incident-report.ts";
import { findIncident } from "../../store/incidents.ts";
import { readOrganisation } from "../../store/organisation.ts";
import type { Routes } from "../routes.ts";
import { LanguageView } from "./views/account.ts";
import { FeedWordView, feedWordView } from "./views/foresight.ts";
import { TwoLanguagesView } from "./views/said.ts";

const tags = ["incidents"];
const Id = z.object({ id: z.uuid() });
const time = z.string().nullable();

export const ReportView = z.object({
  incidentId: z.string(),
  title: TwoLanguagesView,
  platform: z.string().nullable(),
  state: z.string(),
  class: z.string(),
  startedAt: z.string(),
  openedAt: z.string(),
  confirmedAt: time,
  closedAt: time,
  peak: z.object({ at: z.string(), count: z.number(), expected: z.number() }).nullable(),
  took: z.object({
    detectMs: z.number(),
    confirmMs: z.number().nullable(),
    firstNoticeMs: z.number().nullable(),
    firstBroadcastMs: z.number().nullable(),
    lastedMs: z.number().nullable(),
  }),
  broadcasts: z.array(
    z.object({ id: z.number(), title: z.string(), startedAt: time, recipients: z.number() }),
  ),
  channels: z.array(z.object({ channelId: z.number(), channel: z.string(), people: z.number() })),
  reached: z.array(
    z.object({
      minute: z.string(),
      channelId: z.number(),
      channel: z.string(),
      people: z.number(),
    }),
  ),
  curve: z.array(z.object({ minute: z.string(), people: z.number() })),
  answers: z.object({
    safe: z.number(),
    help: z.number(),
    none: z.number(),
    reached: z.number(),
    recipients: z.number(),
  }),
  late: z.array(z.object({ key: z.string(), title: TwoLanguagesView, lateMs: z.number() })),
  left: z.array(z.object({ key: z.string(), title: TwoLanguagesView })),
  feeds: z.array(FeedWordView),
  timeline: z.array(
    z.object({
      at: z.string(),
      actor: z.string(),
      name: z.string(),
      detail: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type ReportView = z.infer<typeof ReportView>;

export const incidentReportRoutes: Routes = (app, { house }) => {
  const reportFor = async (id: string): Promise<IncidentReport> => {
    const incident = await findIncident(house.db, id);
    if (!incident) throw notFound("incident");
    const now = house.now();
    return reportOf(await gatherReport(house.db, incident, now), now);
  };

  app.get(
    "/incidents/:id/report",
    {
      schema: {
        tags,
        summary: "The numbers and the story of one incident",
        params: Id,
        response: { 200: ReportView },
      },
    },
    async (request) => reportView(await reportFor(request.params.id)),
  );

  app.get(
    "/incidents/:id/report.md",
    {
      schema: {
        tags,
        summary: "The same report as Markdown",
        params: Id,
        querystring: z.object({ lang: LanguageView.optional() }),
        response: { 200: z.string() },
      },
    },
    async (request, reply) => {
      const report = await reportFor(request.params.id);
      const organisation = await readOrganisation(house.db);
      const text = reportMarkdown(report, {
        language: request.query.lang ?? organisation.default_language,
        timeZone: organisation.time_zone,
        organisation: organisation.name,
      });
      return reply.type("text/markdown; charset=utf-8").serializer(String).send(text);
    },
  );
};

const at = (ms: number): string => new Date(ms).toISOString();
const atOrNull = (ms: number | null): string | null => (ms === null ? null : at(ms));

function reportView(report: IncidentReport): ReportView {
  const { incident } = report;
  return {
    incidentId: incident.id,
    title: incident.title,
    platform: incident.platform,
    state: incident.state,
    class: incident.class,
    startedAt: at(incident.startedAt),
    openedAt: at(incident.openedAt),
    confirmedAt: atOrNull(incident.confirmedAt),
    closedAt: atOrNull(incident.closedAt),
    peak: incident.peak && { ...incident.peak, at: at(incident.peak.at) },
    took: report.took,
    broadcasts: report.broadcasts.map(({ startedAt, ...broadcast }) => ({
      ...broadcast,
      startedAt: atOrNull(startedAt),
    })),
    channels: report.channels,
    reached: report.reached.map(({ minute, ...row }) => ({ ...row, minute: at(minute) })),
    curve: report.curve.map(({ minute, people }) => ({ minute: at(minute), people })),
    answers: report.answers,
    late: report.late,
    left: report.left,
    feeds: report.feeds.map(feedWordView),
    timeline: report.timeline.map((line) => ({ ...line, at: at(line.at) })),
  };
}
