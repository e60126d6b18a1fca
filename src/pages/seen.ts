import type { PlatformFacts } from "../domain/public-state.ts";
import { type Html, html } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import { people } from "./tellable.ts";
import { absolute, moment } from "./time.ts";

/** What we see, what the platform says, what people report: facts that are never blended. */
export function seenFacts(context: PageContext, platform: PlatformFacts): Html {
  const { words } = context;
  return html`<dl><div><dt>${words("public:observed.ours")}</dt><dd>${observed(context, platform)}</dd></div><div><dt>${words("public:observed.theirs")}</dt><dd>${declared(context, platform)}</dd></div><div><dt>${words("public:observed.reports")}</dt><dd>${people(context, platform.reporters)}</dd></div></dl>`;
}

function observed(context: PageContext, { observed }: PlatformFacts): Html {
  const { words } = context;
  if (observed === null) return html`<span class="soft">${words("public:observed.nothing")}</span>`;
  return html`${words(`public:level.${observed.level}`)} <span class="soft">${words("public:observed.since")} ${absolute(context, observed.since)}</span>`;
}

function declared(context: PageContext, { declared }: PlatformFacts): Html {
  const { words } = context;
  if (declared === null) return html`<span class="soft">${words("public:declared.nothing")}</span>`;
  return html`${words(`public:declared.${declared.verdict}`)} <span class="soft">${moment(context, declared.at)}</span>`;
}
