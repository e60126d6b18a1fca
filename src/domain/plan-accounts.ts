import type { PlanChannel, PlanWarning } from "./plan.ts";
import { isUsable, type TemplateStanding } from "./templates.ts";

/** A token is renewed by a person, who has to hear of it in time. */
export const TOKEN_WARN_DAYS = 14;

/** What is wrong with our accounts at the providers, as far as they tell. */
export const accountWarnings = (channels: readonly PlanChannel[]): PlanWarning[] =>
  channels.flatMap(({ id, account, tokenDays = null }): PlanWarning[] => [
    ...(account ? [{ code: "account" as const, channelId: id, state: account }] : []),
    ...(tokenDays !== null && tokenDays <= TOKEN_WARN_DAYS
      ? [{ code: "token-ends" as const, channelId: id, days: Math.max(0, tokenDays) }]
      : []),
  ]);

/** Templates that the provider would not send, or soon will not. */
export const templateWarnings = (channels: readonly PlanChannel[]): PlanWarning[] =>
  channels.flatMap(({ id, templates = [] }) =>
    templates.flatMap((one): PlanWarning[] => {
      const { language, name, state, quality } = one;
      const about = { channelId: id, language, name };
      if (!isUsable(one)) return [{ code: "template", ...about, state }];
      const isLow = quality === "yellow" || quality === "red";
      return isLow ? [{ code: "template-quality", ...about, quality }] : [];
    }),
  );

/**
 * A language in which no channel of the cascade could send at all, because each needs a template that
 * its provider would refuse. As long as one channel is left, the plan warns and a person decides.
 */
export function languageWithoutTemplate(channels: readonly PlanChannel[]): TemplateStanding | null {
  if (channels.length === 0) return null;
  for (const language of ["fr", "en"] as const) {
    const standings = channels.map(({ templates = [] }) =>
      templates.find((one) => one.language === language),
    );
    const [first] = standings;
    const isStuck = standings.every((one) => one !== undefined && !isUsable(one));
    if (first && isStuck) return first;
  }
  return null;
}
