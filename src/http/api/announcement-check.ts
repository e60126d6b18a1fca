import { z } from "zod";
import { plannedTimes } from "../../actions/announcement/planned.ts";
import { LINT_CODES, type LintFinding, lintNotice } from "../../domain/announcement-lint.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { NETWORKS } from "../../domain/outlet.ts";
import { POST_LENGTHS, postLength } from "../../domain/post-length.ts";
import type { OutletRow } from "../../store/outlets.ts";
import { outletOf } from "../../transports/outlets.ts";
import type { Routes } from "../routes.ts";
import { type Draft, DraftBody, postOf, readDraft } from "./announcement-draft.ts";
import { SentenceView, sentenceView } from "./views/said.ts";

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
        body: DraftBody,
        response: { 200: CheckView },
      },
    },
    async ({ params, body }) => {
      const draft = await readDraft({ house, publicUrl }, params.id, body);
      const { now, source, outlets } = draft;
      const { nextUpdateAt } = source;
      const planned = await plannedTimes(house.db, now);
      const notice = { ...body, nextUpdateAt, plannedTimes: planned };
      return {
        findings: lintNotice(notice, now).map(findingView),
        posts: outlets.flatMap((row) => writtenFor(draft, row)),
      };
    },
  );
};

const findingView = (finding: LintFinding) => {
  const { code, words } = finding;
  return { ...finding, says: sentenceView({ code: `outlets:lint.${code}`, params: { words } }) };
};

function writtenFor(draft: Draft, row: OutletRow): z.infer<typeof WrittenView>[] {
  const outlet = outletOf(row.kind);
  if (!outlet) return [];
  return row.languages.map((language) => {
    const { title, text, isLater } = postOf(draft, outlet, { id: row.id, language });
    const { length } = postLength(outlet.kind, text);
    return {
      outletId: row.id,
      name: row.name,
      network: outlet.kind,
      language,
      mode: row.mode,
      corrects: outlet.change ? ("edit" as const) : ("reply" as const),
      follows: isLater,
      title,
      text,
      length,
      max: POST_LENGTHS[outlet.kind],
    };
  });
}
