import type { Language } from "../../domain/language.ts";
import type { AnnouncementRow } from "../../store/announcements.ts";
import type { Tx } from "../../store/database.ts";
import type { IncidentRow } from "../../store/incidents.ts";
import { dropOlder, insertPost, spokenBefore } from "../../store/outlet-posts.ts";
import { listOutlets } from "../../store/outlets.ts";

type ToPost = {
  incident: Pick<IncidentRow, "id" | "drill">;
  announcement: Pick<AnnouncementRow, "id" | "version" | "later_language">;
  /** Outlets that ask first, and that were said yes to already. */
  confirmed?: readonly number[];
  /** A translation changes what is said in its language, and nothing else. */
  language?: Language | null;
};

/**
 * Writes into the ledger where a version is to be said. In the transaction of the decision itself,
 * so that neither happens without the other. Where something of the incident stands already, the
 * newer words follow without asking: what is wrong out there is put right at once.
 */
export async function planPosts(tx: Tx, post: ToPost, now: number): Promise<void> {
  const spoken = await spokenAt(tx, post.incident.id);
  for (const outlet of await listOutlets(tx)) {
    if (!outlet.enabled || outlet.drill !== post.incident.drill) continue;
    const languages = spokenOn(outlet.languages, post);
    const older = { incidentId: post.incident.id, outletId: outlet.id, now };
    await dropOlder(tx, { ...older, languages: post.language ? languages : null });
    for (const language of languages) {
      const isFree =
        outlet.mode === "automatic" ||
        spoken.has(`${outlet.id} ${language}`) ||
        (post.confirmed?.includes(outlet.id) ?? false);
      await insertPost(tx, {
        ...lineOf(post, now),
        outlet_id: outlet.id,
        language,
        what: "said",
        state: isFree ? "waiting" : "asked",
        due_at: isFree ? new Date(now) : null,
      });
    }
  }
}

/** An outlet of both languages says in one what is not translated yet; one of that alone borrows. */
function spokenOn(languages: readonly Language[], { announcement, language }: ToPost): Language[] {
  if (language) return languages.filter((each) => each === language);
  const ready = languages.filter((each) => each !== announcement.later_language);
  return ready.length > 0 ? ready : [...languages];
}

/** A withdrawal is marked wherever the incident was spoken of, and nowhere else. */
export async function planWithdrawal(tx: Tx, post: ToPost, now: number): Promise<void> {
  const spoken = await spokenAt(tx, post.incident.id);
  for (const outlet of await listOutlets(tx)) {
    if (outlet.drill !== post.incident.drill) continue;
    const older = { incidentId: post.incident.id, outletId: outlet.id, now };
    await dropOlder(tx, { ...older, languages: null });
    for (const language of ["fr", "en"] as const) {
      if (!spoken.has(`${outlet.id} ${language}`)) continue;
      await insertPost(tx, {
        ...lineOf(post, now),
        outlet_id: outlet.id,
        language,
        what: "withdrawn",
        state: "waiting",
        due_at: new Date(now),
      });
    }
  }
}

async function spokenAt(tx: Tx, incidentId: string): Promise<Set<string>> {
  const rows = await spokenBefore(tx, incidentId);
  return new Set(rows.map((row) => `${row.outlet_id} ${row.language}`));
}

const lineOf = ({ incident, announcement }: ToPost, now: number) => ({
  incident_id: incident.id,
  announcement_id: announcement.id,
  version: announcement.version,
  created_at: new Date(now),
  at: new Date(now),
});
