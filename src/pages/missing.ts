import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { layout } from "./layout.ts";

/** An address that leads nowhere; the way back stands on it. */
export function missingPage(context: PageContext): Html {
  const { words } = context;
  return layout(context, {
    title: words("public:missing.title"),
    description: words("public:missing.text"),
    path: "",
    live: false,
    listed: false,
    main: html`<div class="hero"><div><h1>${words("public:missing.title")}</h1><p>${words("public:missing.text")}</p></div></div><p><a class="button" href="${homeOf(context)}">${words("public:footer.status")}</a></p>`,
  });
}
