import { QUESTION_LENGTH_MAX } from "../domain/rumour-question.ts";
import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { layout } from "./layout.ts";
import { verifyStyle } from "./verify-style.ts";

export const RUMOUR_TRAP = "website";
export type AskDraft = { words: string; link: string; wrong: "empty" | "link" | null };
export const EMPTY_ASK: AskDraft = { words: "", link: "", wrong: null };

/** "Is this true?": a plain form, which works where no script does. */
export function askPage(context: PageContext, draft: AskDraft): Html {
  const { words } = context;
  const { wrong } = draft;
  const error = wrong === null ? null : words(`rumours:ask.wrong.${wrong}`);
  const alert =
    error === null
      ? null
      : html`<div class="errors" role="alert"><a href="#${wrong === "link" ? "link" : "words"}">${error}</a></div>`;
  const invalid = (field: "empty" | "link") =>
    wrong === field ? html` aria-invalid="true"` : null;
  return sheet(
    context,
    words("rumours:ask.title"),
    html`<div><h1>${words("rumours:ask.title")}</h1><p>${words("rumours:ask.intro")}</p></div>${alert}<form method="post" action="${homeOf(context)}/rumours/ask"><div><label class="label" for="words">${words("rumours:ask.words")}</label><textarea id="words" name="words" rows="5" maxlength="${QUESTION_LENGTH_MAX}" required${invalid("empty")}>${draft.words}</textarea></div><div><label class="label" for="link">${words("rumours:ask.link")}</label><input id="link" type="text" inputmode="url" name="link" maxlength="300" value="${draft.link}" aria-describedby="link-hint"${invalid("link")}><p id="link-hint" class="soft">${words("rumours:ask.linkHint")}</p></div><div class="trap" aria-hidden="true"><label>Website <input type="text" name="${RUMOUR_TRAP}" tabindex="-1" autocomplete="off"></label></div><p class="soft">${words("rumours:ask.privacy")}</p><div><button type="submit">${words("rumours:ask.send")}</button></div></form>`,
  );
}

export type AskEnd = "taken" | "bounded" | "refused" | "unavailable";

/** What came of it. */
export function askEndPage(context: PageContext, end: AskEnd): Html {
  const { words } = context;
  const title = words(`rumours:end.${end}.title`);
  return sheet(
    context,
    title,
    html`<div><h1>${title}</h1><p>${words(`rumours:end.${end}.text`)}</p></div><p><a class="button" href="${homeOf(context)}/rumours">${words("rumours:end.back")}</a></p>`,
  );
}

function sheet(context: PageContext, title: string, main: Html): Html {
  const { words, state } = context;
  const { name } = state.organisation;
  return layout(context, {
    title: words("public:status.title", { sentence: title, name }),
    description: words("rumours:ask.intro"),
    path: "/rumours/ask",
    live: false,
    listed: false,
    head: html`<style>${verifyStyle}</style>`,
    main,
  });
}
