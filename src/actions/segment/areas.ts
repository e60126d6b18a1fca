import { checkArea } from "../../domain/area-text.ts";
import { areasIn, type Question, type QuestionNow } from "../../domain/segment.ts";
import { refusal } from "../../lib/errors.ts";

/** Refuses an area that is none, with what is wrong with it: nobody would ever be in it. */
export function refuseBadAreas(question: Question | QuestionNow): void {
  for (const area of areasIn(question)) {
    const checked = checkArea(area);
    if (!checked.ok) throw refusal("invalid", `audience:area.${checked.code}`, checked.params);
  }
}
