import { TELLABLE_MIN } from "../domain/platform-crowd.ts";
import type { PageContext } from "./context.ts";

/** A number of people in words that give nobody away. */
export function people(context: PageContext, count: number): string {
  if (count < TELLABLE_MIN) return context.words("reports:fewer", { count: TELLABLE_MIN });
  return count.toLocaleString(context.language);
}

/** A part of a whole, "63 %" in French and "63%" in English. */
export const percent = ({ language }: PageContext, share: number): string =>
  percents[language].format(share);

const wholePercent = { style: "percent", maximumFractionDigits: 0 } as const;
const percents = {
  fr: new Intl.NumberFormat("fr-FR", wholePercent),
  en: new Intl.NumberFormat("en-GB", wholePercent),
};
