import { isPollOpen, type PublicPoll, tellableVotes } from "../domain/forum.ts";
import { TELLABLE_MIN } from "../domain/platform-crowd.ts";
import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { forumStyle } from "./forum-style.ts";
import { layout } from "./layout.ts";
import { percent } from "./tellable.ts";
import { absolute } from "./time.ts";

type Shown = { voted: boolean };

/** One poll at its own address: the choice while it is open, the result after one's vote or its end. */
export function pollPage(context: PageContext, poll: PublicPoll, { voted }: Shown): Html {
  const { words, state, language } = context;
  const title = poll.question[language];
  const thanks = voted ? html`<p role="status">${words("session:poll.thanks")}</p>` : null;
  const result = voted || !isPollOpen(poll, context.now) ? pollResult(context, poll) : null;
  return layout(context, {
    title: words("public:status.title", { sentence: title, name: state.organisation.name }),
    description: words("session:poll.description", { name: state.organisation.name }),
    path: `/poll/${poll.id}`,
    live: false,
    listed: state.organisation.mode === "live",
    head: html`<style>${forumStyle}</style>`,
    main: html`<p class="back"><a href="${homeOf(context)}"><span aria-hidden="true">← </span>${words("public:incident.back")}</a></p><div><h1>${title}</h1><p>${ending(context, poll)}</p></div>${thanks}${result}${choice(context, poll, voted)}`,
  });
}

/** The polls that are open, on the page of help. */
export function pollSection(context: PageContext): Html | null {
  const { words, state, language, now } = context;
  const open = state.polls.filter((poll) => isPollOpen(poll, now));
  if (open.length === 0) return null;
  return html`${open.map((poll) => html`<section class="report"><div><h2>${poll.question[language]}</h2><p>${ending(context, poll)}</p></div><a class="button" href="${homeOf(context)}/poll/${poll.id}">${words("session:poll.vote")}</a></section>`)}`;
}

function ending(context: PageContext, poll: PublicPoll): Html {
  const key = isPollOpen(poll, context.now) ? "open" : "closed";
  return html`${context.words(`session:poll.${key}`)} ${absolute(context, poll.closesAt)}.`;
}

function choice({ words, language, base, now }: PageContext, poll: PublicPoll, voted: boolean) {
  if (!isPollOpen(poll, now)) return null;
  const options = poll.options.map(
    (option, index) =>
      html`<label class="choice"><input type="radio" name="option" value="${index}" required>${option[language]}</label>`,
  );
  const label = words(voted ? "session:poll.change" : "session:poll.choose");
  return html`<form method="post" action="${base}/${language}/poll/${poll.id}"><fieldset><legend>${label}</legend>${options}</fieldset><p class="soft">${words("session:poll.privacy")}</p><div><button type="submit">${words("session:poll.vote")}</button></div></form>`;
}

/** Of few votes nothing is told. The number carries the meaning, the bar only shows it. */
function pollResult(context: PageContext, poll: PublicPoll): Html {
  const { words, language } = context;
  const told = tellableVotes(poll.votes);
  if (told === null) {
    const few = words("session:poll.few", { count: TELLABLE_MIN });
    return html`<section><h2>${words("session:poll.result")}</h2><p>${few}</p></section>`;
  }
  const total = told.reduce((sum, votes) => sum + votes, 0);
  const rows = poll.options.map((option, index) => {
    const votes = told[index] ?? 0;
    const share = votes / total;
    const said = words("session:poll.votes", { count: votes });
    const width = Math.round(share * BAR_WIDTH);
    return html`<li><p><span>${option[language]}</span> <strong>${said} · ${percent(context, share)}</strong></p><svg class="bar-of" viewBox="0 0 ${BAR_WIDTH} 8" preserveAspectRatio="none" aria-hidden="true"><rect width="${width}" height="8"/></svg></li>`;
  });
  return html`<section><h2>${words("session:poll.result")}</h2><ul class="result">${rows}</ul><p class="soft">${words("session:poll.total", { count: total })}</p></section>`;
}

const BAR_WIDTH = 1_000;
