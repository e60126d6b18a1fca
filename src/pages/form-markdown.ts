import type { PageContext } from "./context.ts";
import { age, current, document, exercise, list, text, ways } from "./markdown.ts";

/** The way to a person, for programs: what is known already, what is faster, and the form. */
export function contactMarkdown(context: PageContext): string {
  const { state } = context;
  return document([
    ...head(context, "help:contact.title", "help:contact.intro"),
    form(context, "/contact", "help:contact.title"),
    ...state.open.flatMap((incident) => current(context, incident)),
    ...ways(context),
  ]);
}

/** Where a trouble is reported, for programs that read for a person who has one. */
export function reportMarkdown(context: PageContext): string {
  return document([
    ...head(context, "public:report.title", "public:report.intro"),
    form(context, "/report", "public:report.title"),
    text(context.words("public:report.privacy")),
  ]);
}

/** How to be told: the form for people, and the feeds, which need no address. */
export function subscribeMarkdown(context: PageContext): string {
  const { words, state, language, publicUrl } = context;
  const feeds = (base: string) => `<${base}/feed.atom> <${base}/history.rss> <${base}/feed.json>`;
  const home = `${publicUrl}/${language}`;
  return document([
    ...head(context, "subscribers:page.title", "subscribers:page.intro"),
    form(context, "/subscribe", "subscribers:page.title"),
    text(words("subscribers:page.privacy")),
    `## ${text(words("subscribers:page.feedsTitle"))}`,
    text(words("subscribers:page.feedsText")),
    feeds(home),
    list(
      state.points.map(
        ({ id, name }) => `${text(name[language])} – ${feeds(`${home}/points/${id}`)}`,
      ),
    ),
  ]);
}

function head(context: PageContext, title: string, intro: string): (string | null)[] {
  const { words, state } = context;
  return [
    `# ${text(words(title))}`,
    text(state.organisation.name),
    exercise(context),
    age(context),
    text(words(intro)),
  ];
}

const form = ({ words, publicUrl, language }: PageContext, path: string, title: string): string =>
  `[${text(words(title))}](${publicUrl}/${language}${path})`;
