import { z } from "zod";
import { LINT_CODES, type LintFinding, lintNotice } from "../../domain/announcement-lint.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { NETWORKS } from "../../domain/outlet.ts";
import { POST_LENGTHS, postAsSms, postLength } from "../../domain/post-length.ts";
import { shownTexts } from "../../domain/translation.ts";
import { notFound } from "../../lib/errors.ts";
import { type PostSource, writtenPost } from "../../pages/outlet-post.ts";
import { announcementsOf } from "../../store/announcements.ts";
import { findIncident } from "../../store/incidents.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { postsOf } from "../../store/outlet-posts.ts";
import { listOutlets, type OutletRow } from "../../store/outlets.ts";
import { outletOf } from "../../transports/outlets.ts";
import type { Routes } from "../routes.ts";
import { OwnWordsView, SeverityView, TextsView } from "./views/announcement.ts";
import { SentenceView, sentenceView } from "./views/said.ts";

const SOURCE_LENGTH_MAX = 300;

const FindingView = z.object({
  code: z.enum(LINT_CODES),
  /** An error keeps the notice in the house; a warning asks. */
  level: z.enum(["error", "warning"]),
  language: z.enum(LANGUAGES).nullable(),
  part: z.enum(["title", "message", "advice", "nextStep", "source", "nextUpdateAt"]),
  from: z.number(),
  to: z.number(),
  words: z.string(),
  /** What is wrong, and what to write instead. */
  says: SentenceView,
});

const WrittenView = z.object({
  outletId: z.number(),
  name: z.string(),
  network: z.enum(NETWORKS),
  language: z.enum(LANGUAGES),
  mode: z.enum(["automatic", "ask"]),
  corrects: z.enum(["edit", "reply"]),
  /** Whether the incident stands there already, so that this follows without asking. */
  follows: z.boolean(),
  title: z.string(),
  text: z.string(),
  length: z.number(),
  max: z.number(),
});

export const CheckView = z.object({
  findings: z.array(FindingView),
  posts: z.array(WrittenView),
  /** The title and the message as one SMS would carry them, by language. */
  sms: z.array(
    z.object({
      language: z.enum(LANGUAGES),
      alphabet: z.enum(["gsm7", "ucs2"]),
      length: z.number(),
      segments: z.number(),
    }),
  ),
});
export type CheckView = z.infer<typeof CheckView>;

export const announcementCheckRoutes: Routes = (app, { house, publicUrl }) => {
  app.post(
    "/incidents/:id/announcement-check",
    {
      schema: {
        tags: ["announcements"],
        summary: "What is wrong with a draft, and how it would read on each outlet",
        params: z.object({ id: z.uuid() }),
        body: z.object({
          texts: TextsView,
          severity: SeverityView,
          source: z.string().max(SOURCE_LENGTH_MAX),
          nextUpdateAt: z.iso.datetime({ offset: true }).nullable(),
          posts: OwnWordsView.default({}),
          laterLanguage: z.enum(LANGUAGES).nullable().default(null),
        }),
        response: { 200: CheckView },
      },
    },
    async ({ params, body }) => {
      const { db } = house;
      const now = house.now();
      const incident = await findIncident(db, params.id);
      if (!incident) throw notFound("incident");
      const nextUpdateAt = body.nextUpdateAt === null ? null : Date.parse(body.nextUpdateAt);
      const [latest] = await announcementsOf(db, incident.id);
      const source = {
        ...body,
        texts: shownTexts(body.texts, body.laterLanguage),
        untranslated: body.laterLanguage,
        incidentId: incident.id,
        version: (latest?.version ?? 0) + 1,
        what: "said" as const,
        drill: incident.drill,
        nextUpdateAt,
        at: now,
        own: body.posts,
        timeZone: (await readOrganisation(db)).time_zone,
        publicUrl,
      };
      const standing = new Set(
        (await postsOf(db, incident.id))
          .filter(({ state }) => state === "told")
          .map((post) => `${post.outlet_id} ${post.language}`),
      );
      const outlets = (await listOutlets(db)).filter(
        (row) => row.enabled && row.drill === incident.drill,
      );
      return {
        findings: lintNotice({ ...body, nextUpdateAt }, now).map(findingView),
        posts: outlets.flatMap((row) => writtenFor(row, source, standing)),
        sms: LANGUAGES.map((language) => {
          const { title, message } = source.texts[language];
          return { language, ...postAsSms(`${title}\n${message}`) };
        }),
      };
    },
  );
};

const findingView = (finding: LintFinding) => {
  const { code, words } = finding;
  return { ...finding, says: sentenceView({ code: `outlets:lint.${code}`, params: { words } }) };
};

function writtenFor(
  row: OutletRow,
  source: Omit<PostSource, "isLater">,
  standing: ReadonlySet<string>,
): z.infer<typeof WrittenView>[] {
  const outlet = outletOf(row.kind);
  if (!outlet) return [];
  return row.languages.map((language) => {
    const follows = standing.has(`${row.id} ${language}`);
    const { title, text } = writtenPost({ ...source, isLater: follows }, outlet.kind, language);
    const { length } = postLength(outlet.kind, text);
    return {
      outletId: row.id,
      name: row.name,
      network: outlet.kind,
      language,
      mode: row.mode,
      corrects: outlet.change ? ("edit" as const) : ("reply" as const),
      follows,
      title,
      text,
      length,
      max: POST_LENGTHS[outlet.kind],
    };
  });
}
