import type { Language } from "../../domain/language.ts";
import { isEmpty } from "../../domain/translation.ts";
import { refusal } from "../../lib/errors.ts";
import { lockAnnouncement, updateAnnouncement } from "../../store/announcements.ts";
import { defineAction } from "../action.ts";
import { markOf } from "./content.ts";

/** Somebody has read the words of one language and found them right, before or after they went out. */
export const checkAnnouncement = defineAction({
  name: "announcement.check",
  needs: "communicator",
  async decide(tx, input: { id: string; language: Language }, { now, actor }) {
    const before = await lockAnnouncement(tx, input.id);
    const { language } = input;
    if (before.state === "corrected" || before.state === "withdrawn") {
      throw refusal("conflict", `errors:announcement.is.${before.state}`);
    }
    if (before.later_language === language || isEmpty(before.texts[language])) {
      throw refusal("conflict", "errors:announcement.nothing_to_check");
    }
    if (before.checked[language]) throw refusal("conflict", "errors:announcement.checked");
    const row = await updateAnnouncement(tx, before.id, {
      checked: JSON.stringify({ ...before.checked, [language]: markOf(actor, now) }),
    });
    return {
      subject: { kind: "announcement", id: row.id },
      incidentId: row.incident_id,
      detail: { version: row.version, language },
      result: row,
    };
  },
});
