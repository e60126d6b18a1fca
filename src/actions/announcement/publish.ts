import { languagesOf } from "../../domain/announcement.ts";
import type { Language } from "../../domain/language.ts";
import { TASK_KEYS } from "../../domain/playbook.ts";
import { type Checked, translatedBy } from "../../domain/translation.ts";
import { refusal } from "../../lib/errors.ts";
import {
  type AnnouncementRow,
  lockAnnouncement,
  publishedOf,
  updateAnnouncement,
} from "../../store/announcements.ts";
import type { Tx } from "../../store/database.ts";
import { lockIncident } from "../../store/incidents.ts";
import { defineAction, type Scene } from "../action.ts";
import { planPosts } from "../outlet/plan.ts";
import { tellSubscribers } from "../subscriber/tell.ts";
import { tickByKey, tickLeft } from "../task/tick.ts";
import { markOf, requireComplete } from "./content.ts";
import { signAnnouncement } from "./sign.ts";

export type ToPublish = {
  id: string;
  /** Outlets that ask first, and that were said yes to. */
  confirmed?: readonly number[];
  /** The languages that were read for this; where it is not said, all that go out. */
  read?: readonly Language[] | undefined;
};

/** Says it in public. The one that was in force before is marked as corrected by this one. */
export const publishAnnouncement = defineAction({
  name: "announcement.publish",
  needs: "communicator",
  decide: publish,
});

/** The same for a person and for the clock. */
export async function publish(tx: Tx, input: ToPublish, scene: Scene) {
  const draft = await lockAnnouncement(tx, input.id);
  if (draft.state !== "draft" && draft.state !== "approved") {
    throw refusal("conflict", `errors:announcement.is.${draft.state}`);
  }
  await requireComplete(tx, draft, scene.now);
  const incident = await lockIncident(tx, draft.incident_id);
  if (incident.closed_at && draft.severity !== "resolved") {
    throw refusal("conflict", "errors:announcement.incident_closed");
  }
  const former = await replaceFormer(tx, draft, scene);
  const translated = former ? translatedBy(former, draft) : null;
  const at = new Date(scene.now);
  const row = await updateAnnouncement(tx, draft.id, {
    state: "published",
    approved_by: scene.actor.name,
    publish_at: null,
    scheduled_by: null,
    published_at: at,
    updated_at: at,
    checked: JSON.stringify(
      checkedBy({ draft, former: translated ? former : undefined, read: input.read }, scene),
    ),
    translates: translated && former ? former.id : null,
  });
  await signAnnouncement(tx, row, scene);
  await tickForNews(tx, row, scene);
  const what = former ? "updated" : "published";
  await tellSubscribers(tx, { what, incident, announcement: row, language: translated }, scene.now);
  const { confirmed = [] } = input;
  await planPosts(tx, { incident, announcement: row, confirmed, language: translated }, scene.now);
  return {
    subject: { kind: "announcement", id: row.id },
    incidentId: row.incident_id,
    detail: {
      version: row.version,
      severity: row.severity,
      replaces: former?.id ?? null,
      translated,
      checked: Object.keys(row.checked).join(", "),
    },
    result: row,
  };
}

type Reading = {
  draft: AnnouncementRow;
  former: AnnouncementRow | undefined;
  read: readonly Language[] | undefined;
};

/** Words that were read before, or that were out already, keep their reader. */
function checkedBy({ draft, former, read }: Reading, { actor, now }: Scene): Checked {
  const spoken: Language[] = languagesOf({ laterLanguage: draft.later_language });
  const marks = spoken.map((language) => {
    const isRead = read === undefined || read.includes(language);
    const known = former?.checked[language] ?? draft.checked[language];
    return [language, known ?? (isRead ? markOf(actor, now) : undefined)];
  });
  return Object.fromEntries(marks.filter(([, mark]) => mark !== undefined));
}

async function replaceFormer(
  tx: Tx,
  draft: AnnouncementRow,
  { now }: Scene,
): Promise<AnnouncementRow | undefined> {
  const former = await publishedOf(tx, draft.incident_id);
  if (!former) return undefined;
  return await updateAnnouncement(tx, former.id, {
    state: "corrected",
    replaced_by: draft.id,
    updated_at: new Date(now),
  });
}

/**
 * The first one is the publication that the plan asks for; every later one is an update. What tells the end of an incident
 * that is closed already does the half that was left of closing it.
 */
async function tickForNews(tx: Tx, row: AnnouncementRow, scene: Scene): Promise<void> {
  if (row.severity === "resolved") {
    await tickLeft(tx, row.incident_id, { key: TASK_KEYS.close, scene });
  }
  const first = await tickByKey(tx, row.incident_id, { key: TASK_KEYS.publish, scene });
  if (!first) await tickByKey(tx, row.incident_id, { key: TASK_KEYS.update, scene });
}
