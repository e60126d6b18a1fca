import { z } from "zod";
import { plannedTimes } from "../../actions/announcement/planned.ts";
import { languagesOf } from "../../domain/announcement.ts";
import { type LintFinding, lintNotice, longTitle } from "../../domain/announcement-lint.ts";
import { POST_LENGTHS, postLength } from "../../domain/post-length.ts";
import { smsParts } from "../../domain/text/sms-segments.ts";
import { draftedOn } from "../../pages/preview.ts";
import { SMS_PARTS_MAX } from "../../pages/subscriber-message.ts";
import type { OutletRow } from "../../store/outlets.ts";
import { listPublicPages } from "../../store/public-pages.ts";
import { outletOf } from "../../transports/outlets.ts";
import type { Front, Routes } from "../routes.ts";
import { type Draft, DraftBody, postOf, readDraft } from "./announcement-draft.ts";
import { carriedKinds, lettersOf, stageFor } from "./announcement-stage.ts";
import { CheckView, type WrittenView } from "./views/announcement-check.ts";
import { sentenceView } from "./views/said.ts";

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
      const findings = [
        ...lintNotice(notice, now),
        ...(await longTitles({ house, publicUrl }, draft, body)),
      ];
      return {
        findings: findings.map(findingView),
        posts: outlets.flatMap((row) => writtenFor(draft, row)),
      };
    },
  );
};

/** Whether the SMS to subscribers of any page costs a part more because the title is so long. */
async function longTitles(
  front: Pick<Front, "house" | "publicUrl">,
  draft: Draft,
  body: DraftBody,
): Promise<LintFinding[]> {
  const { db } = front.house;
  if (!(await carriedKinds(db, draft.incident.drill)).has("sms")) return [];
  const stageIn = await stageFor(front, draft, body);
  const pages = [null, ...(await listPublicPages(db))];
  return languagesOf(body).flatMap((language) => {
    const stage = stageIn(language);
    const parts = pages
      .flatMap((page) => draftedOn(stage, page) ?? [])
      .map((there) => smsParts(lettersOf(draft, there).to("sms").body).length);
    const most = Math.max(0, ...parts);
    return most > SMS_PARTS_MAX ? [longTitle(language, body.texts[language].title, most)] : [];
  });
}

const findingView = (finding: LintFinding) => {
  const { code, words, count = 0 } = finding;
  const params = { words, count, max: SMS_PARTS_MAX };
  return { ...finding, says: sentenceView({ code: `outlets:lint.${code}`, params }) };
};

function writtenFor(draft: Draft, row: OutletRow): WrittenView[] {
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
