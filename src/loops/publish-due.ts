import { type House, machine } from "../actions/action.ts";
import { holdScheduled, publishScheduled } from "../actions/announcement/schedule.ts";
import { type Sentence, sentence } from "../domain/sentence.ts";
import { AppError } from "../lib/errors.ts";
import { dueAnnouncements } from "../store/announcements.ts";

const clock = machine("clock");

/** Lets out what was to go out by now, each once; what may not go out any more is held, with why. */
export async function publishDueOnce({ house }: { house: House }): Promise<number> {
  const due = await dueAnnouncements(house.db, house.now());
  for (const id of due) {
    try {
      await publishScheduled(house, clock, { id });
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause;
      await hold(house, id, cause);
    }
  }
  return due.length;
}

/** Another node may have let it out, or somebody called it off, a moment ago. */
async function hold(house: House, id: string, cause: AppError): Promise<void> {
  const isDue = (await dueAnnouncements(house.db, house.now())).includes(id);
  if (isDue) await holdScheduled(house, clock, { id, why: sentenceOf(cause) });
}

function sentenceOf({ detail }: AppError): Sentence {
  const code = typeof detail?.["sentence"] === "string" ? detail["sentence"] : "errors:unexpected";
  const words = detail?.["words"];
  return sentence(code, typeof words === "string" ? { words } : {});
}
