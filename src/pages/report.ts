import { type Html, html } from "../lib/html.ts";
import type { PageContext } from "./context.ts";
import { layout } from "./layout.ts";

/** What somebody has typed so far, and what is still wrong with it. */
export type ReportDraft = {
  platform: string | null;
  symptom: string | null;
  country: string | null;
  wrong: readonly ReportField[];
};
export type ReportField = "platform" | "symptom";
export type ReportEnd = "taken" | "repeated" | "bounded" | "refused" | "unavailable";

/** What people can tell apart themselves; the words for them stand in the locales. */
export const SYMPTOMS = ["send", "receive", "media", "calls", "login", "other"] as const;
/** Where most of those who write in French or English are; everybody else leaves it open. */
export const COUNTRIES = [
  "BE",
  "BF",
  "BJ",
  "CA",
  "CD",
  "CG",
  "CH",
  "CI",
  "CM",
  "DE",
  "DZ",
  "ES",
  "FR",
  "GA",
  "GB",
  "GN",
  "HT",
  "IE",
  "IT",
  "LU",
  "MA",
  "MC",
  "MG",
  "ML",
  "MU",
  "NE",
  "NL",
  "PT",
  "SN",
  "TD",
  "TG",
  "TN",
  "US",
] as const;

/** "I have this problem too": three questions, no script, no cookie, no account. */
export function reportPage(context: PageContext, draft: ReportDraft): Html {
  const { words, language } = context;
  const title = words("public:report.title");
  const inputs = html`${platformChoice(context, draft)}${symptomChoice(context, draft)}${countryChoice(context, draft)}`;
  return sheet(
    context,
    draft.wrong.length === 0 ? title : words("public:report.errorPrefix", { title }),
    html`<div><h1>${title}</h1><p>${words("public:report.intro")}</p></div>${errors(context, draft)}<form method="post" action="/${language}/report" novalidate>${inputs}<p class="soft">${words("public:report.privacy")}</p><div><button type="submit">${words("public:report.send")}</button></div></form>`,
  );
}

/** What came of it, in words a person can trust. */
export function reportEndPage(context: PageContext, end: ReportEnd): Html {
  const { words, language } = context;
  const again = end === "refused" || end === "unavailable";
  const target = again ? `/${language}/report` : `/${language}`;
  const title = words(`public:report.end.${end}.title`);
  return sheet(
    context,
    title,
    html`<div><h1>${title}</h1><p>${words(`public:report.end.${end}.text`)}</p></div><p><a class="button" href="${target}">${words(again ? "public:report.again" : "public:report.toStatus")}</a></p>`,
  );
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

function platformChoice(context: PageContext, draft: ReportDraft): Html {
  const options = context.state.platforms.map(({ id, name }) => ({ value: id, label: name }));
  return radios(context, { field: "platform", options, chosen: draft.platform, draft });
}

function symptomChoice(context: PageContext, draft: ReportDraft): Html {
  const options = SYMPTOMS.map((value) => ({
    value,
    label: context.words(`public:symptom.${value}`),
  }));
  return radios(context, { field: "symptom", options, chosen: draft.symptom, draft });
}

function radios(
  context: PageContext,
  question: {
    field: ReportField;
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

function countryChoice(context: PageContext, draft: ReportDraft): Html {
  const { words, language } = context;
  const names = new Intl.DisplayNames(language, { type: "region" });
  const options = COUNTRIES.map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) =>
    a.name.localeCompare(b.name, language),
  );
  return html`<div><label class="label" for="country">${words("public:report.country")}</label><select name="country" id="country"><option value="">${words("public:report.noCountry")}</option>${options.map(
    ({ code, name }) =>
      html`<option value="${code}"${code === draft.country ? html` selected` : null}>${name}</option>`,
  )}</select></div>`;
}
