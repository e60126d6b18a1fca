import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";

/** One click, without a script, without a question: it counts, and may be told in detail later. */
export function meToo(
  context: PageContext,
  platform: { id: string; name: string },
  label?: string,
): Html {
  const button = label ?? context.words("public:report.aside.trouble.button");
  return html`<form class="me-too" method="post" action="${homeOf(context)}/report"><input type="hidden" name="platform" value="${platform.id}"><input type="hidden" name="quick" value="1"><button type="submit">${button}</button></form>`;
}

/** The click, and beside it the way to say what happens. */
export function reportBox(
  context: PageContext,
  platform: { id: string; name: string },
  said: { title: string; text: string; button?: string | undefined },
): Html {
  const { words } = context;
  const href = `${homeOf(context)}/report?platform=${encodeURIComponent(platform.id)}`;
  return html`<section class="report"><div><h2>${said.title}</h2><p>${said.text}</p></div><div class="ask">${meToo(context, platform, said.button)}<a href="${href}">${words("reports:sayWhat")}</a></div></section>`;
}
