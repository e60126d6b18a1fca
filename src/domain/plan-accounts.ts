import type { Cascade } from "./cascade.ts";
import type { PlanChannel, PlanWarning } from "./plan.ts";
import { isUsable, type TemplateStanding } from "./templates.ts";

/** A token is renewed by a person, who has to hear of it in time. */
const TOKEN_WARN_DAYS = 14;

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
      return [
        ...(one.insteadOf
          ? [{ code: "template-backup" as const, ...about, ...one.insteadOf, backup: name }]
          : []),
        ...(isLow ? [{ code: "template-quality" as const, ...about, quality }] : []),
      ];
    }),
  );

const SECOND_MS = 1_000;

/**
 * Templates that their provider goes on delivering after we have gone on to the next channel, or, on the
 * last one, after the news is worth nothing: whoever switches a telephone on then reads what is over.
 */
export const lifetimeWarnings = (
  { rungs, expiresAfterMs }: Cascade,
  channels: readonly PlanChannel[],
): PlanWarning[] =>
  rungs.flatMap(({ patienceMs }, index) => {
    const { id, templates = [] } = channels[index] ?? { id: 0 };
    const isLast = index === rungs.length - 1;
    const worthMs = isLast ? expiresAfterMs : Math.min(patienceMs, expiresAfterMs);
    const patienceSeconds = Math.floor(worthMs / SECOND_MS);
    return templates.flatMap((one): PlanWarning[] => {
      const { language, name, lifetimeSeconds } = one;
      if (!isUsable(one) || lifetimeSeconds === null || lifetimeSeconds <= patienceSeconds)
        return [];
      const about = { channelId: id, language, name };
      return [{ code: "template-outlives", ...about, lifetimeSeconds, patienceSeconds }];
    });
  });

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
