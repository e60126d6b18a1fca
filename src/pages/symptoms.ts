import type { Symptom } from "../domain/report-details.ts";
import type { PageContext } from "./context.ts";

/** People say other things of a letter than of a chat. */
const FAMILIES: Readonly<Record<string, string>> = { email: "mail", sms: "sms" };
const NAMED_APART: readonly string[] = ["send", "receive"] satisfies Symptom[];

/** A symptom as somebody would say it of this platform. */
export function symptomWords(
  { words }: PageContext,
  platformId: string | null,
  symptom: string,
): string {
  const family = FAMILIES[platformId ?? ""];
  if (family === undefined || !NAMED_APART.includes(symptom)) {
    return words(`public:symptom.${symptom}`);
  }
  return words(`reports:symptom.${family}.${symptom}`);
}
