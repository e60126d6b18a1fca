import { z } from "zod";
import { LANGUAGES, type Language } from "../../domain/language.ts";
import type { PublicPage } from "../../domain/page-look.ts";
import { shownTexts } from "../../domain/translation.ts";
import { notFound } from "../../lib/errors.ts";
import { type PostSource, writtenPost } from "../../pages/outlet-post.ts";
import { CODE_TO_COME } from "../../pages/preview.ts";
import { announcementsOf } from "../../store/announcements.ts";
import { findIncident, type IncidentRow } from "../../store/incidents.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { postsOf } from "../../store/outlet-posts.ts";
import { listOutlets, type OutletRow } from "../../store/outlets.ts";
import type { Outlet } from "../../transports/outlet.ts";
import type { Front } from "../routes.ts";
import { OwnWordsView, SeverityView, TextsView } from "./views/announcement.ts";

const SOURCE_LENGTH_MAX = 300;

/** What is being written; parts of it may still be missing. */
export const DraftBody = z.object({
  texts: TextsView,
  severity: SeverityView,
  source: z.string().max(SOURCE_LENGTH_MAX),
  nextUpdateAt: z.iso.datetime({ offset: true }).nullable(),
  posts: OwnWordsView.default({}),
  laterLanguage: z.enum(LANGUAGES).nullable().default(null),
});
export type DraftBody = z.infer<typeof DraftBody>;

/** A draft with all that stands around it: where it would be said, and what stands there already. */
export type Draft = {
  incident: IncidentRow;
  source: Omit<PostSource, "isLater">;
  /** Whether something was published of the incident before. */
  isUpdate: boolean;
  outlets: readonly OutletRow[];
  standing: ReadonlySet<string>;
  now: number;
};

export async function readDraft(
  { house, publicUrl }: Pick<Front, "house" | "publicUrl">,
  id: string,
  body: DraftBody,
): Promise<Draft> {
  const { db } = house;
  const now = house.now();
  const incident = await findIncident(db, id);
  if (!incident) throw notFound("incident");
  const versions = await announcementsOf(db, incident.id);
  const source = {
    ...body,
    texts: shownTexts(body.texts, body.laterLanguage),
    untranslated: body.laterLanguage,
    incidentId: incident.id,
    version: (versions[0]?.version ?? 0) + 1,
    what: "said" as const,
    drill: incident.drill,
    nextUpdateAt: body.nextUpdateAt === null ? null : Date.parse(body.nextUpdateAt),
    at: now,
    own: body.posts,
    code: CODE_TO_COME,
    timeZone: (await readOrganisation(db)).time_zone,
    publicUrl,
  };
  const told = (await postsOf(db, incident.id)).filter(({ state }) => state === "told");
  const outlets = (await listOutlets(db)).filter(
    (row) => row.enabled && row.drill === incident.drill,
  );
  return {
    incident,
    source,
    isUpdate: versions.some(({ state }) => state === "published"),
    outlets,
    standing: new Set(told.map((post) => `${post.outlet_id} ${post.language}`)),
    now,
  };
}

/** The draft as one account would say it, or a network where we have none. */
export function postOf(
  draft: Draft,
  outlet: Outlet,
  of: { id: number | null; language: Language },
) {
  const isLater = of.id !== null && draft.standing.has(`${of.id} ${of.language}`);
  return { isLater, ...writtenPost({ ...draft.source, isLater }, outlet.kind, of.language) };
}

/** The page that somebody chose to see a draft on; null is the plain one at the root. */
export function pageAmong(pages: readonly PublicPage[], id: string | null): PublicPage | null {
  const found = pages.find((page) => (id === null ? page.slug === null : page.id === id));
  if (found === undefined && id !== null) throw notFound("page");
  return found ?? null;
}
