import { COUNTRIES } from "../domain/countries.ts";
import { isTroubled, standingOf } from "../domain/platform-standing.ts";
import {
  COMMENT_LENGTH_MAX,
  DEVICES,
  SYMPTOMS,
  symptomsOf,
  VERSION_LENGTH_MAX,
} from "../domain/report-details.ts";
import { type Html, html } from "../lib/html.ts";
import { homeOf, type PageContext } from "./context.ts";
import { layout } from "./layout.ts";
import { meToo } from "./me-too.ts";
import { symptomWords } from "./symptoms.ts";

/** What somebody has typed so far, and what is still wrong with it. */
export type ReportDraft = {
  platform: string | null;
  symptom: string | null;
  country: string | null;
  device: string | null;
  version: string;
  comment: string;
  /** Whether the platform was chosen before the form was opened: then it shows what fits it. */
  settled: boolean;
  wrong: readonly ReportField[];
};
export type ReportField = "platform" | "symptom" | "version";
export type ReportEnd = "taken" | "completed" | "repeated" | "bounded" | "refused" | "unavailable";

export const EMPTY_DRAFT: ReportDraft = {
  platform: null,
  symptom: null,
  country: null,
  device: null,
  version: "",
  comment: "",
  settled: false,
  wrong: [],
};

const QUICK_SHOWN_MAX = 6;

/** What does not work, and as much more as somebody wants to say: no script, no cookie, no account. */
export function reportPage(context: PageContext, draft: ReportDraft): Html {
  const { words } = context;
  const title = words("public:report.title");
  const inputs = html`${platformChoice(context, draft)}${symptomChoice(context, draft)}${details(context, draft)}`;
  return sheet(
    context,
    draft.wrong.length === 0 ? title : words("public:report.errorPrefix", { title }),
    html`<div><h1>${title}</h1><p>${words("public:report.intro")}</p></div>${errors(context, draft)}${quick(context, draft)}<form method="post" action="${homeOf(context)}/report" novalidate>${draft.settled ? html`<input type="hidden" name="settled" value="1">` : null}${inputs}<p class="soft">${words("public:report.privacy")}</p><div><button type="submit">${words("public:report.send")}</button></div></form>`,
  );
}

/** What came of it, in words a person can trust; after one click, the way to say what happens. */
export function reportEndPage(context: PageContext, end: ReportEnd, more: string | null): Html {
  const { words, state } = context;
  const again = end === "refused" || end === "unavailable";
  const title = words(`public:report.end.${end}.title`);
  const platform = state.platforms.find(({ id }) => id === more);
  const target = again ? `${homeOf(context)}/report` : homeOf(context);
  const back = words(again ? "public:report.again" : "public:report.toStatus");
  return sheet(
    context,
    title,
    html`<div><h1>${title}</h1><p>${words(`public:report.end.${end}.text`)}</p></div>${platform === undefined || again ? null : tellMore(context, platform)}<p><a class="button" href="${target}">${back}</a></p>`,
  );
}

/** After one click: the way to say what happens, and to what others say. */
function tellMore(context: PageContext, { id, name }: { id: string; name: string }): Html {
  const { words } = context;
  const form = `${homeOf(context)}/report?platform=${encodeURIComponent(id)}`;
  return html`<section class="report"><div><h2>${words("reports:more.title")}</h2><p>${words("reports:more.text")}</p></div><div class="ask"><a class="button" href="${form}">${words("reports:sayWhat")}</a><a href="${homeOf(context)}/platforms/${id}">${words("reports:toPlatform", { name })}</a></div></section>`;
}

function sheet(context: PageContext, title: string, main: Html): Html {
  const { name } = context.state.organisation;
  return layout(context, {
    title: context.words("public:status.title", { sentence: title, name }),
    description: context.words("public:report.intro"),
    path: "/report",
    live: false,
    listed: false,
    main,
  });
}

function errors(context: PageContext, draft: ReportDraft): Html | null {
  if (draft.wrong.length === 0) return null;
  const { words } = context;
  const lines = draft.wrong.map(
    (field) => html`<li><a href="#${field}-0">${words(`public:report.wrong.${field}`)}</a></li>`,
  );
  return html`<div class="errors" role="alert"><h2>${words("public:report.errorTitle")}</h2><ul>${lines}</ul></div>`;
}

/** What many people have trouble with already: one click is enough to be counted. */
function quick(context: PageContext, draft: ReportDraft): Html | null {
  const { words, state, now } = context;
  if (draft.wrong.length > 0) return null;
  const troubled = state.platforms
    .filter((platform) => isTroubled(standingOf(state, platform, now)))
    .filter(({ id }) => draft.platform === null || id === draft.platform)
    .slice(0, QUICK_SHOWN_MAX);
  if (troubled.length === 0) return null;
  const buttons = troubled.map((platform) =>
    meToo(context, platform, words("reports:quick.button", { name: platform.name })),
  );
  return html`<section class="quick"><h2>${words("reports:quick.title")}</h2><p>${words("reports:quick.text")}</p><div class="ways">${buttons}</div></section>`;
}

function platformChoice(context: PageContext, draft: ReportDraft): Html {
  const options = context.state.platforms.map(({ id, name }) => ({ value: id, label: name }));
  return radios(context, { field: "platform", options, chosen: draft.platform, draft });
}

function symptomChoice(context: PageContext, draft: ReportDraft): Html {
  const platform = draft.settled ? draft.platform : null;
  const crowd = context.state.crowds.find(({ platformId }) => platformId === platform);
  const symptoms = crowd === undefined ? SYMPTOMS : symptomsOf(crowd.capabilities);
  const options = symptoms.map((value) => ({
    value,
    label: symptomWords(context, platform, value),
  }));
  return radios(context, { field: "symptom", options, chosen: draft.symptom, draft });
}

function radios(
  context: PageContext,
  question: {
    field: "platform" | "symptom";
    options: readonly { value: string; label: string }[];
    chosen: string | null;
    draft: ReportDraft;
  },
): Html {
  const { field, options, chosen } = question;
  const wrong = question.draft.wrong.includes(field);
  const error = html`<p class="error" id="${field}-error">${context.words(`public:report.wrong.${field}`)}</p>`;
  return html`<fieldset${wrong ? html` class="wrong-input" aria-describedby="${field}-error"` : null}><legend>${context.words(`public:report.${field}`)}</legend>${wrong ? error : null}${options.map(
    ({ value, label }, index) =>
      html`<label class="choice"><input type="radio" name="${field}" id="${field}-${index}" value="${value}"${value === chosen ? html` checked` : null} required>${label}</label>`,
  )}</fieldset>`;
}

/** What helps and is nobody's duty, apart, so that the form stays as short as it is. */
function details(context: PageContext, draft: ReportDraft): Html {
  const { words } = context;
  return html`<fieldset class="optional"><legend>${words("reports:form.optional")}</legend>${countryChoice(context, draft)}${deviceChoice(context, draft)}${versionField(context, draft)}<div><label class="label" for="comment">${words("reports:form.comment")}</label><textarea name="comment" id="comment" rows="3" maxlength="${COMMENT_LENGTH_MAX}" aria-describedby="comment-hint">${draft.comment}</textarea><p class="soft" id="comment-hint">${words("reports:form.commentHint", { count: COMMENT_LENGTH_MAX })}</p></div></fieldset>`;
}

function countryChoice(context: PageContext, draft: ReportDraft): Html {
  const { words, language } = context;
  const names = new Intl.DisplayNames(language, { type: "region" });
  const options = COUNTRIES.map((code) => ({ value: code, label: names.of(code) ?? code })).sort(
    (a, b) => a.label.localeCompare(b.label, language),
  );
  const question = { field: "country", options, chosen: draft.country };
  return select(question, {
    label: words("public:report.country"),
    none: words("public:report.noCountry"),
  });
}

function deviceChoice({ words }: PageContext, draft: ReportDraft): Html {
  const options = DEVICES.map((value) => ({ value, label: words(`reports:device.${value}`) }));
  const question = { field: "device", options, chosen: draft.device };
  return select(question, {
    label: words("reports:form.device"),
    none: words("public:report.noCountry"),
  });
}

function select(
  question: {
    field: string;
    options: readonly { value: string; label: string }[];
    chosen: string | null;
  },
  said: { label: string; none: string },
): Html {
  const { field, options, chosen } = question;
  return html`<div><label class="label" for="${field}">${said.label}</label><select name="${field}" id="${field}"><option value="">${said.none}</option>${options.map(
    ({ value, label }) =>
      html`<option value="${value}"${value === chosen ? html` selected` : null}>${label}</option>`,
  )}</select></div>`;
}

function versionField({ words }: PageContext, draft: ReportDraft): Html {
  const wrong = draft.wrong.includes("version");
  const error = html`<p class="error" id="version-error">${words("public:report.wrong.version")}</p>`;
  const described = `version-hint${wrong ? " version-error" : ""}`;
  return html`<div${wrong ? html` class="wrong-input"` : null}><label class="label" for="version-0">${words("reports:form.version")}</label>${wrong ? error : null}<input type="text" name="version" id="version-0" inputmode="decimal" autocomplete="off" maxlength="${2 * VERSION_LENGTH_MAX}" value="${draft.version}" aria-describedby="${described}"${wrong ? html` aria-invalid="true"` : null}><p class="soft" id="version-hint">${words("reports:form.versionHint")}</p></div>`;
}
