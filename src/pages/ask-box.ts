import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";

const QUESTION_FIELD_MAX = 500;

/**
 * Brings in the conversation when somebody turns to the box, and not before. Without it the form
 * asks the server, which answers with a page.
 */
export const askLoader: Html = html`{let on=0;document.addEventListener("focusin",e=>{if(on||!e.target.closest("form[data-ask]"))return;on=1;const s=document.createElement("script");s.src=(document.body.dataset.copy||"/")+"ask.js";document.head.append(s)})}`;

/** A question in one's own words. What the box says stays when the page renews itself. */
export function askBox(context: PageContext): Html {
  const { words } = context;
  return html`<section class="ask-box" id="ask" data-own="ask" aria-labelledby="ask-title"><h2 id="ask-title">${words("help:ask.title")}</h2><p class="soft">${words("help:ask.text")}</p>${askForm(context, "")}</section>`;
}

/** The form alone; `asked` is what stands in it. */
export function askForm(context: PageContext, asked: string): Html {
  const { words } = context;
  return html`<form method="get" action="${homeOf(context)}/help" role="search" data-ask data-log="${words("help:ask.log")}" data-you="${words("help:ask.you")}" data-close="${words("help:ask.close")}" data-wait="${words("help:ask.wait")}" data-failed="${words("help:ask.failed")}"><label class="label" for="q">${words("help:ask.label")}</label><div class="ask-row"><input type="text" id="q" name="q" value="${asked}" maxlength="${QUESTION_FIELD_MAX}" required autocomplete="off" enterkeyhint="send"><button type="submit">${words("help:ask.send")}</button></div></form>`;
}
