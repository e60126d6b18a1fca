import type { Language } from "../domain/language.ts";
import type { PublicPage } from "../domain/page-look.ts";
import type { PublicState } from "../domain/public-state.ts";
import { isWorkNews } from "../domain/subscriber.ts";
import type { PageContext } from "../pages/context.ts";
import { contextFor } from "../pages/site.ts";
import { type News, newsText, type StoryText } from "../pages/subscriber-message.ts";
import { type WorkNews, workText } from "../pages/subscriber-work.ts";
import type { Db } from "../store/database.ts";
import { readPublicState } from "../store/public-state.ts";
import type { TellingLease } from "../store/told.ts";

/** What there is to tell, as one page has it in one language. */
export type Tale = { context: PageContext; news: News | WorkNews; text: StoryText };

/** What there is to tell, page by page; null for a page that does not show it. */
export type Story = { on(page: PublicPage | null, language: Language): Tale | null };

type Scene = { now: number; publicUrl: string };

/** Reads the public state once for a chunk; null where there is nothing public to tell. */
export async function readStory(db: Db, lease: TellingLease, scene: Scene): Promise<Story | null> {
  if (lease.what === "letter") return null;
  const published = await readPublicState(db, scene.now);
  if (published === null) return null;
  const tales = new Map<string, Tale | null>();
  return {
    on(page, language) {
      const key = `${page?.id ?? ""} ${language}`;
      const known = tales.get(key);
      if (known !== undefined) return known;
      const tale = taleOf(lease, contextFor(published, { ...scene, page }, language));
      tales.set(key, tale);
      return tale;
    },
  };
}

function taleOf(lease: TellingLease, context: PageContext): Tale | null {
  const news = newsIn(lease, context.state);
  if (news === null) return null;
  const text = "work" in news ? workText(context, news) : newsText(context, news);
  return { context, news, text };
}

function newsIn(lease: TellingLease, state: PublicState): News | WorkNews | null {
  const { what, drill } = lease;
  if (what === "letter") return null;
  if (isWorkNews(what)) {
    const work = state.works.find(({ id }) => id === lease.maintenanceId);
    return work ? { what, work, drill } : null;
  }
  const incident = [...state.open, ...state.past].find(({ id }) => id === lease.incidentId);
  if (!incident) return null;
  const update = incident.updates.find(({ id }) => id === lease.announcementId) ?? null;
  return { what, incident, update, drill };
}
