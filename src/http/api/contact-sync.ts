import { z } from "zod";
import { syncContacts } from "../../actions/contact/sync.ts";
import { type SyncRow, syncRowsMax } from "../../actions/contact/take-batch.ts";
import { ADDRESS_KINDS } from "../../domain/contact-columns.ts";
import { wordsFor } from "../../lib/words.ts";
import type { Routes } from "../routes.ts";
import { PlaceView } from "./views/contact.ts";

const kinds = z.enum(ADDRESS_KINDS);
export const SyncRowView = z.strictObject({
  key: z.string().trim().min(1).max(200),
  name: z.string().max(200).optional(),
  language: z.enum(["fr", "en"]).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  place: PlaceView.optional(),
  attributes: z.record(z.string().min(1).max(100), z.string().max(1_000)).optional(),
  addresses: z.partialRecord(kinds, z.string().max(500)).optional(),
  consents: z.partialRecord(kinds, z.enum(["given", "withdrawn"])).optional(),
  wording: z.string().max(1_000).optional(),
  source: z.string().max(1_000).optional(),
  consentAt: z.iso.datetime({ offset: true }).optional(),
});
const ResultView = z.object({
  key: z.string(),
  result: z.enum(["new", "changed", "unchanged", "refused"]),
  problem: z.object({ fr: z.string(), en: z.string() }).nullable(),
});

export const syncRowOf = ({ consentAt, ...row }: z.infer<typeof SyncRowView>): SyncRow => ({
  ...row,
  ...(consentAt !== undefined && { consentAt: Date.parse(consentAt) }),
});

/** Another system keeps our contacts in step with its own. */
export const contactSyncRoutes: Routes = (app, { house }) => {
  app.put(
    "/contacts/sync",
    {
      schema: {
        tags: ["contacts"],
        summary: "Take over a batch by key, row by row; the same batch twice changes nothing",
        body: z.object({
          contacts: z.array(SyncRowView).min(1).max(syncRowsMax),
          dryRun: z.boolean().default(false).describe("Only say what would happen"),
          confirmed: z
            .boolean()
            .default(false)
            .describe("A person, not a key, says that this many consents may end at once"),
        }),
        response: { 200: z.object({ results: z.array(ResultView), withdrawn: z.number() }) },
      },
    },
    async (request) => {
      const { contacts, ...terms } = request.body;
      const rows = contacts.map(syncRowOf);
      const { results, withdrawn } = await syncContacts(house, request.actor, { rows, ...terms });
      const said = results.map(({ problem, ...result }) => ({
        ...result,
        problem: problem && {
          fr: wordsFor("fr")(problem.sentence, problem.blanks),
          en: wordsFor("en")(problem.sentence, problem.blanks),
        },
      }));
      return { results: said, withdrawn };
    },
  );
};
