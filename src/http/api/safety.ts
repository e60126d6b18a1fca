import { Readable } from "node:stream";
import { z } from "zod";
import { takeCare } from "../../actions/care/take.ts";
import { CARE_STATES } from "../../domain/care.ts";
import { mayAct } from "../../domain/roles.ts";
import { csvLine } from "../../lib/csv.ts";
import { notFound } from "../../lib/errors.ts";
import { findBroadcast } from "../../store/broadcasts.ts";
import type { Db } from "../../store/database.ts";
import { SAFETY_SHOWS, safetyLines, safetyPage, safetyPlaces } from "../../store/safety.ts";
import type { Routes } from "../routes.ts";
import { iso } from "./views/said.ts";

const tags = ["broadcasts"];
const LINES_MAX = 200;
const PLACES_MAX = 200;
const PAGE_ROWS = 1_000;
const Id = z.object({ id: z.coerce.number().int().positive() });
/** What stands for the place: the country, or an attribute of the contacts. */
const By = z.object({ by: z.string().trim().min(1).max(60).default("country") });

export const SafetyLineView = z.object({
  contactId: z.number(),
  name: z.string(),
  place: z.string().nullable(),
  ways: z.array(z.string()),
  answer: z.string().nullable(),
  answerAt: z.string().nullable(),
  words: z.string().nullable(),
  care: z.enum(CARE_STATES).nullable(),
  careBy: z.string().nullable(),
  careAt: z.string().nullable(),
  note: z.string().nullable(),
});
export type SafetyLineView = z.infer<typeof SafetyLineView>;

export const PlaceView = z.object({
  place: z.string().nullable(),
  people: z.number(),
  safe: z.number(),
  help: z.number(),
  silent: z.number(),
});
export type PlaceView = z.infer<typeof PlaceView>;

/** The board of a safety check: who needs help, who looks after them, who has not answered. */
export const safetyRoutes: Routes = (app, { house }) => {
  app.get(
    "/broadcasts/:id/safety",
    {
      schema: {
        tags,
        summary: "Who needs help, those first whom nobody looks after; or who has not answered",
        params: Id,
        querystring: By.extend({ show: z.enum(SAFETY_SHOWS).default("help") }),
        response: {
          200: z.object({ people: z.array(SafetyLineView), may: z.object({ care: z.boolean() }) }),
        },
      },
    },
    async ({ params, query, actor }) => {
      const ask = { broadcastId: params.id, ...query, limit: LINES_MAX };
      const lines = await safetyLines(house.db, ask);
      return {
        people: lines.map((line) => ({
          ...line,
          answerAt: iso(line.answerAt),
          careAt: iso(line.careAt),
        })),
        may: { care: mayAct(actor, "communicator") },
      };
    },
  );

  app.get(
    "/broadcasts/:id/safety/places",
    {
      schema: {
        tags,
        summary: "How each place stands: safe, in need of help, silent",
        params: Id,
        querystring: By,
        response: { 200: z.object({ places: z.array(PlaceView) }) },
      },
    },
    async ({ params, query }) => ({
      places: await safetyPlaces(house.db, {
        broadcastId: params.id,
        by: query.by,
        limit: PLACES_MAX,
      }),
    }),
  );

  app.get(
    "/broadcasts/:id/safety.csv",
    { schema: { tags, summary: "The whole board as a file", params: Id, querystring: By } },
    async ({ params, query }, reply) => {
      if (!(await findBroadcast(house.db, params.id))) throw notFound("broadcast");
      const lines = boardCsv(house.db, params.id, query.by);
      return reply
        .headers({
          "content-type": "text/csv; charset=utf-8",
          "content-disposition": `attachment; filename="safety-${params.id}.csv"`,
        })
        .send(Readable.from(lines));
    },
  );

  app.put(
    "/broadcasts/:id/safety/:contactId",
    {
      schema: {
        tags,
        summary: "Take care of somebody, give them back, or say that it is done; with a note",
        params: Id.extend({ contactId: z.coerce.number().int().positive() }),
        body: z.object({ state: z.enum(CARE_STATES), note: z.string().max(2_000).optional() }),
        response: { 200: z.object({ state: z.enum(CARE_STATES), by: z.string() }) },
      },
    },
    async ({ params, body, actor }) => await takeCare(house, actor, { ...params, ...body }),
  );
};

/** The mark at its head makes Excel read UTF-8. */
async function* boardCsv(db: Db, broadcastId: number, by: string): AsyncGenerator<string> {
  yield `\ufeff${csvLine(["name", by, "answer", "answered at", "care", "by", "note"])}`;
  for (let after = -1; ; ) {
    const page = await safetyPage(db, { broadcastId, by, after, limit: PAGE_ROWS });
    const last = page.at(-1);
    if (!last) return;
    yield page
      .map((line) => {
        const answered = iso(line.answerAt) ?? "";
        const care = [line.care ?? "", line.careBy ?? "", line.note ?? ""];
        return csvLine([line.name, line.place ?? "", line.answer ?? "", answered, ...care]);
      })
      .join("");
    after = last.ordinal;
  }
}
