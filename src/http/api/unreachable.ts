import { Readable } from "node:stream";
import { z } from "zod";
import { draftTerms } from "../../actions/broadcast/plan.ts";
import { csvLine } from "../../lib/csv.ts";
import { notFound } from "../../lib/errors.ts";
import { wordsFor } from "../../lib/words.ts";
import { findBroadcast } from "../../store/broadcasts.ts";
import { listChannels } from "../../store/channels.ts";
import { unreachablePage } from "../../store/recipients.ts";
import type { Front, Routes } from "../routes.ts";
import { BroadcastInputView } from "./broadcasts.ts";

const PAGE_ROWS = 1_000;
const Asked = BroadcastInputView.pick({
  segmentId: true,
  question: true,
  cascade: true,
  drill: true,
  incidentId: true,
});

/** Whom a broadcast could not reach, as a list to work through before it is needed. */
export const unreachableRoutes: Routes = (app, { house }) => {
  app.post(
    "/broadcasts/unreachable",
    {
      schema: {
        tags: ["broadcasts"],
        summary: "Everybody whom no channel reaches, and why, as CSV",
        body: Asked,
      },
    },
    async ({ body }, reply) => {
      const terms = await draftTerms(house.db, { title: "", ...body }, house.now());
      return reply.headers(HEADERS).send(Readable.from(unreachableCsv(house, terms)));
    },
  );

  app.get(
    "/broadcasts/:id/unreachable.csv",
    {
      schema: {
        tags: ["broadcasts"],
        summary: "Everybody whom no channel of a broadcast reaches today, and why, as CSV",
        params: z.object({ id: z.coerce.number().int().positive() }),
      },
    },
    async ({ params }, reply) => {
      const row = await findBroadcast(house.db, params.id);
      if (!row) throw notFound("broadcast");
      const channels = await listChannels(house.db);
      const rungs = row.cascade.rungs.flatMap(({ channelId }) => {
        const channel = channels.find(({ id }) => id === channelId);
        return channel ? [{ channelId, addressKind: channel.address_kind }] : [];
      });
      const terms = { question: row.question, rungs };
      return reply.headers(HEADERS).send(Readable.from(unreachableCsv(house, terms)));
    },
  );
};

const HEADERS = {
  "content-type": "text/csv; charset=utf-8",
  "content-disposition": 'attachment; filename="unreachable.csv"',
};

type Terms = Pick<Awaited<ReturnType<typeof draftTerms>>, "question" | "rungs">;

/** The first columns are those of an import: the mended file goes in as it is. */
async function* unreachableCsv({ db }: Front["house"], terms: Terms): AsyncGenerator<string> {
  yield `\ufeff${csvLine(["id", "name", "language", "tocsin problem"])}`;
  const { question, rungs } = terms;
  for (let after = 0; ; ) {
    const page = await unreachablePage(db, { question, rungs, after, limit: PAGE_ROWS });
    const last = page.at(-1);
    if (!last) return;
    yield page
      .map(({ key, name, language, reason }) => {
        const words = wordsFor(language === "fr" ? "fr" : "en");
        return csvLine([key ?? "", name, language, words(`safety:unreachable.${reason}`)]);
      })
      .join("");
    after = last.id;
  }
}
