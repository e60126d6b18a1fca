import { isOver, type Maintenance } from "../domain/maintenance.ts";
import type { WorkWhat } from "../domain/subscriber.ts";
import type { PageContext } from "./context.ts";
import { calendarOf } from "./ics.ts";
import type { StoryText } from "./subscriber-message.ts";
import { whenInText, workAddress } from "./work-said.ts";

/** What there is to tell of planned work, as the public page has it. */
export type WorkNews = { what: WorkWhat; work: Maintenance; drill: boolean };

/** The words of one language, the same for everybody; its hours are those of the organisation. */
export function workText(context: PageContext, { what, work, drill }: WorkNews): StoryText {
  const { words, state, language } = context;
  const { name } = state.organisation;
  const title = work.title[language];
  const exercise = drill ? `${words("delivery:drill")} ` : "";
  const intro = words(`subscribers:message.intro.${what}`);
  const when = isOver(work.state) ? "" : whenInText(context, work);
  const said = [saidNow(context, work, what), when, touchedIn(context, work)].filter(
    (text) => text !== "",
  );
  const told = [intro, ...said].filter((text) => text !== "");
  return {
    heading: `${exercise}${words(`subscribers:message.heading.${what}`, { name, title })}`,
    paragraphs: [exercise.trim(), ...told].filter((text) => text !== ""),
    // Where there is room for one line only, the hour is what counts.
    gist: `${exercise}${[intro, when === "" ? (said[0] ?? "") : when].filter((text) => text !== "").join(" ")}`,
    url: workAddress(context, work),
    code: null,
    calendar: calendarOf({ ...context, state: { ...state, works: [work] } }),
  };
}

/** The newest words where somebody wrote some for this news, or what was said of it at first. */
function saidNow({ language }: PageContext, work: Maintenance, what: WorkWhat): string {
  const newest = work.updates[0]?.text?.[language].trim() ?? "";
  if (newest !== "" && what !== "work-soon") return newest;
  return isOver(work.state) ? "" : work.message[language].trim();
}

function touchedIn({ words, state, language }: PageContext, work: Maintenance): string {
  if (isOver(work.state)) return "";
  const names = state.points
    .filter(({ id }) => work.pointIds.includes(id))
    .map(({ name }) => name[language]);
  if (names.length === 0) return words("pages:planned.touchesNone");
  return `${names.join(", ")} – ${words(`pages:effect.${work.effect}`)}`;
}
