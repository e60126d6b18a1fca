import { gradedDays, neverMinutes } from "../domain/feed-lag.ts";
import { isBlind, isStale, type PlatformFacts } from "../domain/public-state.ts";
import { type Html, html } from "../lib/html.ts";
import { partsSentence } from "./capability-line.ts";
import type { PageContext } from "./context.ts";
import { people } from "./tellable.ts";
import { absolute, moment } from "./time.ts";

/** What we see, what the platform says, what people report: facts that are never blended. */
export function seenFacts(context: PageContext, platform: PlatformFacts): Html {
  const { words } = context;
  return html`<dl><div><dt>${words("public:observed.ours")}</dt><dd>${observed(context, platform)}</dd></div><div><dt>${words("public:observed.theirs")}</dt><dd>${declared(context, platform)}</dd></div><div><dt>${words("public:observed.reports")}</dt><dd>${people(context, platform.reporters)}</dd></div></dl>`;
}

function observed(context: PageContext, platform: PlatformFacts): Html {
  const { words } = context;
  const { observed } = platform;
  if (observed === null) return html`<span class="soft">${words("public:observed.nothing")}</span>`;
  return html`${words(`public:level.${observed.level}`)} <span class="soft">${words("public:observed.since")} ${absolute(context, observed.since)}</span>${line(partsOf(context, platform))}`;
}

function declared(context: PageContext, platform: PlatformFacts): Html {
  const { words } = context;
  const { declared } = platform;
  const usual = line(delayOf(context, platform));
  if (declared === null) {
    return html`<span class="soft">${words("public:declared.nothing")}</span>${usual}`;
  }
  return html`${words(`public:declared.${declared.verdict}`)} <span class="soft">${moment(context, declared.at)}</span>${usual}`;
}

const line = (said: string | null): Html | null =>
  said === null ? null : html` <span class="soft">${said}</span>`;

/** What fails and what works, as long as we look and they differ. */
export function partsOf(context: PageContext, platform: PlatformFacts): string | null {
  const { state, now, language } = context;
  const { parts = [] } = platform;
  if (parts.length === 0 || isStale(state, now) || isBlind(platform, now)) return null;
  return partsSentence(parts, language);
}

/** How late the official word usually is, and over how many incidents we say so. */
export function delayOf({ words }: PageContext, { delay }: PlatformFacts): string | null {
  if (!delay) return null;
  const { incidents, never, medianMinutes } = delay;
  const days = gradedDays;
  if (medianMinutes >= neverMinutes) return words("public:delay.never", { incidents, never, days });
  if (medianMinutes === 0) return words("public:delay.same", { incidents, days });
  return words("public:delay.late", { count: medianMinutes, incidents, days });
}
