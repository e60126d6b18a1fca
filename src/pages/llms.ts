import type { PageContext } from "./context.ts";
import { document, exercise, list, text } from "./markdown.ts";

/** Where a program that reads for a person finds what (https://llmstxt.org). */
export function llmsText(contexts: readonly PageContext[]): string {
  const [main] = contexts;
  if (main === undefined) throw new Error("A page needs a language.");
  const { words, state, publicUrl } = main;
  const { name } = state.organisation;
  return document([
    `# ${text(name)}`,
    `> ${text(words("public:status.description", { name }))}`,
    exercise(main),
    text(words("public:llms.age")),
    `## ${text(words("public:llms.pages"))}`,
    list(contexts.flatMap((context) => PAGES.map((page) => pageLink(context, page)))),
    `## ${text(words("public:llms.machines"))}`,
    list([
      `[Statuspage v2](${publicUrl}/api/v2/summary.json)`,
      `[JSON Feed](${publicUrl}/feed.json)`,
      `[RSS](${publicUrl}/history.rss)`,
      `[Atom](${publicUrl}/history.atom)`,
      `[CAP](${publicUrl}/cap.atom)`,
      `[iCalendar](${publicUrl}/maintenance.ics)`,
    ]),
  ]);
}

/** What leads on from the foot of each page, as text. */
const PAGES = [
  { path: "", title: "public:footer.status" },
  { path: "/platforms", title: "reports:all.link" },
  { path: "/maintenance", title: "pages:planned.title" },
  { path: "/help", title: "help:page.title" },
  { path: "/contact", title: "help:contact.title" },
  { path: "/report", title: "public:footer.report" },
  { path: "/rumours", title: "rumours:page.title" },
  { path: "/verify", title: "verify:page.link" },
  { path: "/subscribe", title: "subscribers:page.title" },
] as const;

function pageLink({ words, language, publicUrl }: PageContext, page: (typeof PAGES)[number]) {
  const what = `${words(page.title)} (${words(`public:language.${language}`)})`;
  return `[${text(what)}](${publicUrl}/${language}${page.path}.md)`;
}
