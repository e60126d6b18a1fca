import { z } from "zod";
import { changeEntry } from "../../actions/calendar/change.ts";
import { createEntry } from "../../actions/calendar/create.ts";
import { importCalendar } from "../../actions/calendar/import.ts";
import { removeEntry } from "../../actions/calendar/remove.ts";
import { occurrencesOf } from "../../domain/calendar/occurrences.ts";
import { worldDays, worldDaysVersion } from "../../domain/calendar/world-days.ts";
import { type Actor, mayAct } from "../../domain/roles.ts";
import { sentence } from "../../domain/sentence.ts";
import { type CalendarRecord, entriesIn } from "../../store/calendar.ts";
import { readOrganisation } from "../../store/organisation.ts";
import type { App, Front, Routes } from "../routes.ts";
import { EntryBody, EntryView, entryView } from "./views/foresight.ts";
import { SentenceView, sentenceView } from "./views/said.ts";

const tags = ["calendar"];
const DAY_MS = 86_400_000;
const AHEAD_MS = 180 * DAY_MS;
const SPAN_MAX_MS = 800 * DAY_MS;
const FILE_LENGTH_MAX = 900_000;
const LINES_SHOWN_MAX = 100;
const Id = z.object({ id: z.uuid() });
const moment = z.iso.datetime({ offset: true });

/** The calendar of what may load the networks: ours, and the days that come with Tocsin. */
export const calendarRoutes: Routes = (app, front) => {
  reading(app, front);
  writing(app, front);
  removing(app, front);
  importing(app, front);
};

function reading(app: App, front: Front): void {
  app.get(
    "/calendar",
    {
      schema: {
        tags,
        summary:
          "What is expected, occurrence by occurrence; the next 180 days if no span is given",
        querystring: z.object({ from: moment.optional(), until: moment.optional() }),
        response: {
          200: z.object({
            entries: z.array(EntryView),
            /** Which edition of the built-in days this is. */
            builtInVersion: z.number(),
            may: z.object({ create: z.boolean() }),
          }),
        },
      },
    },
    async (request) => {
      const { from, until } = request.query;
      const start = from === undefined ? front.house.now() : Date.parse(from);
      const end = until === undefined ? start + AHEAD_MS : Date.parse(until);
      const span = { from: start, until: Math.min(end, start + SPAN_MAX_MS) };
      return {
        entries: await entriesWithin(front, request.actor, span),
        builtInVersion: worldDaysVersion,
        may: { create: mayAct(request.actor, "responder") },
      };
    },
  );
}

async function entriesWithin(
  { house }: Front,
  actor: Actor,
  span: { from: number; until: number },
): Promise<EntryView[]> {
  const { time_zone: timeZone, default_country: country } = await readOrganisation(house.db);
  const allowed = mayAct(actor, "responder");
  const own = await entriesIn(house.db, { from: span.from, to: span.until });
  const all = [
    ...own.map((entry) => ({ entry, builtIn: false })),
    ...worldDays(span, { timeZone, country }).map((entry) => ({ entry, builtIn: true })),
  ];
  return all
    .flatMap(({ entry, builtIn }) =>
      occurrencesOf(entry, span, timeZone).map((when) =>
        entryView(entry, when, { builtIn, allowed }),
      ),
    )
    .sort((a, b) => a.from.localeCompare(b.from) || a.id.localeCompare(b.id));
}

function writing(app: App, { house }: Front): void {
  app.post(
    "/calendar",
    {
      schema: {
        tags,
        summary: "Add something that may load the networks",
        body: EntryBody,
        response: { 201: EntryView },
      },
    },
    async (request, reply) => {
      const record = await createEntry(house, request.actor, inputOf(request.body));
      return reply.code(201).send(ownView(record));
    },
  );

  app.put(
    "/calendar/:id",
    {
      schema: {
        tags,
        summary: "Change an entry",
        params: Id,
        body: EntryBody,
        response: { 200: EntryView },
      },
    },
    async (request) => {
      const input = { ...inputOf(request.body), ...request.params };
      return ownView(await changeEntry(house, request.actor, input));
    },
  );
}

function removing(app: App, { house }: Front): void {
  app.delete(
    "/calendar/:id",
    {
      schema: { tags, summary: "Remove an entry", params: Id, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await removeEntry(house, request.actor, request.params);
      return reply.code(204).send(null);
    },
  );
}

function importing(app: App, { house }: Front): void {
  const body = EntryBody.pick({
    platformIds: true,
    country: true,
    kind: true,
    load: true,
    source: true,
  }).extend({ text: z.string().min(1).max(FILE_LENGTH_MAX) });
  const SkippedView = SentenceView.extend({ line: z.number(), title: z.string() });

  app.post(
    "/calendar/imports",
    {
      schema: {
        tags,
        summary: "Take in the events of an iCalendar file (RFC 5545), given as text",
        body,
        response: {
          201: z.object({
            added: z.number(),
            changed: z.number(),
            past: z.number(),
            skipped: z.array(SkippedView),
          }),
        },
      },
    },
    async (request, reply) => {
      const { skipped, ...counts } = await importCalendar(house, request.actor, request.body);
      const lines = skipped.slice(0, LINES_SHOWN_MAX).map(({ line, title, why }) => ({
        line,
        title,
        ...sentenceView(sentence(`foresight:skipped.${why}`)),
      }));
      return reply.code(201).send({ ...counts, skipped: lines });
    },
  );
}

const inputOf = ({ from, until, ...rest }: z.infer<typeof EntryBody>) => ({
  ...rest,
  from: Date.parse(from),
  until: Date.parse(until),
});

/** Whoever has just written it may do it again. */
const ownView = (record: CalendarRecord): EntryView =>
  entryView(record, record, { builtIn: false, allowed: true });
