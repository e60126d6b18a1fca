import { languagesOf } from "../../domain/announcement.ts";
import type { Language } from "../../domain/language.ts";
import { type Sentence, sentence } from "../../domain/sentence.ts";
import { marksAfter } from "../../domain/translation.ts";
import { refusal } from "../../lib/errors.ts";
import {
  type AnnouncementRow,
  lockAnnouncement,
  publishedOf,
  updateAnnouncement,
} from "../../store/announcements.ts";
import type { Tx } from "../../store/database.ts";
import { defineAction } from "../action.ts";
import { markOf, requireComplete } from "./content.ts";
import { publish } from "./publish.ts";

const UNSCHEDULED = { publish_at: null, scheduled_by: null, publish_outlets: [] };

type ToSchedule = {
  id: string;
  at: number;
  confirmed: number[];
  /** The languages that were read; where it is not said, all that go out. */
  read?: readonly Language[] | undefined;
};

/** Lets a draft go out by the clock. Until then it can still be changed, and called off. */
export const scheduleAnnouncement = defineAction({
  name: "announcement.schedule",
  needs: "communicator",
  async decide(tx, input: ToSchedule, { now, actor }) {
    const draft = await requireDraft(tx, input.id);
    if (input.at <= now) throw refusal("invalid", "errors:announcement.schedule_past");
    // As it will stand at that moment: news that is promised before it would be late already.
    await requireComplete(tx, draft, input.at);
    const row = await updateAnnouncement(tx, draft.id, {
      publish_at: new Date(input.at),
      scheduled_by: actor.name,
      publish_outlets: input.confirmed,
      schedule_failure: null,
      checked: JSON.stringify(
        marksAfter(draft, { texts: draft.texts, read: readBy(draft, input) }, markOf(actor, now)),
      ),
    });
    return decided(row, { version: row.version, at: input.at });
  },
});

export const unscheduleAnnouncement = defineAction({
  name: "announcement.unschedule",
  needs: "communicator",
  async decide(tx, input: { id: string }) {
    const draft = await requireDraft(tx, input.id);
    if (!draft.publish_at) throw refusal("conflict", "errors:announcement.not_scheduled");
    const row = await updateAnnouncement(tx, draft.id, UNSCHEDULED);
    return decided(row, { version: row.version });
  },
});

/** The time has come. On the word of whoever chose it, and read once more before it goes out. */
export const publishScheduled = defineAction({
  name: "announcement.publish",
  needs: "communicator",
  async decide(tx, input: { id: string }, scene) {
    const draft = await requireDraft(tx, input.id);
    const { publish_at: at, scheduled_by: name } = draft;
    if (!at || !name || at.getTime() > scene.now) {
      throw refusal("conflict", "errors:announcement.not_scheduled");
    }
    // Somebody has said something newer in the meantime: the older words stay in the house.
    const former = await publishedOf(tx, draft.incident_id);
    if (former && former.version > draft.version) {
      throw refusal("conflict", "errors:announcement.overtaken");
    }
    const actor = { ...scene.actor, name };
    return await publish(
      tx,
      // Nobody reads at that hour: what was read is what was read when the hour was set.
      { id: draft.id, confirmed: draft.publish_outlets, read: [] },
      { ...scene, actor },
    );
  },
});

/** It could not go out: it stays a draft, and says why. */
export const holdScheduled = defineAction({
  name: "announcement.held",
  needs: "communicator",
  async decide(tx, input: { id: string; why: Sentence }) {
    const draft = await requireDraft(tx, input.id);
    const row = await updateAnnouncement(tx, draft.id, {
      ...UNSCHEDULED,
      schedule_failure: JSON.stringify(sentence(input.why.code, input.why.params)),
    });
    return decided(row, { version: row.version, why: input.why.code });
  },
});

/** Those that are read now, and those that were read before. */
function readBy(draft: AnnouncementRow, { read }: ToSchedule): Language[] {
  const spoken = languagesOf({ laterLanguage: draft.later_language });
  return spoken.filter(
    (language) => read === undefined || read.includes(language) || draft.checked[language],
  );
}

async function requireDraft(tx: Tx, id: string): Promise<AnnouncementRow> {
  const draft = await lockAnnouncement(tx, id);
  if (draft.state !== "draft") throw refusal("conflict", "errors:announcement.not_draft");
  return draft;
}

const decided = (row: AnnouncementRow, detail: Record<string, unknown>) => ({
  subject: { kind: "announcement", id: row.id },
  incidentId: row.incident_id,
  detail,
  result: row,
});
