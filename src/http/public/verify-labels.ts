import type { TwoLanguages } from "../../domain/language.ts";
import { shownCode } from "../../domain/verify/code.ts";
import type { Envelope } from "../../domain/verify/envelope.ts";
import { type Token, tokensOf } from "../../domain/verify/tokens.ts";
import { wordsFor } from "../../lib/words.ts";
import type { PageContext } from "../../pages/context.ts";
import { proofLines, verifyLink } from "../../pages/proof-lines.ts";
import { clockTime, dayOf, postTime } from "../../pages/time.ts";

const HEADINGS = [
  "public:notice.advice",
  "public:notice.nextStep",
  "public:notice.sourceLabel",
  "public:update.degraded",
  "public:update.partial",
  "public:update.major",
  "public:update.resolved",
  "subscribers:message.smsStop",
  "outlets:post.drill",
  "outlets:post.live",
  "delivery:drill",
  "verify:line.label",
] as const;
const HEADLINES = ["published", "updated"] as const;

type Around = {
  code: string;
  nextUpdateAt: Date | null;
  publicUrl: string;
  context: PageContext | null;
  /** How our other pages are called. */
  names: readonly TwoLanguages[];
};

/** What our page, our messages and our posts carry around the words that were signed. */
export function labelsOf(said: Envelope, around: Around): (readonly Token[])[] {
  const words = wordsFor(said.language);
  const { source, language, page } = said;
  const { code, publicUrl } = around;
  const url = `${publicUrl}${page}`;
  const proof = `${publicUrl}/${language}/verify/${code}`;
  const own = [
    words("subscribers:message.source", { source }),
    words("subscribers:message.read", { url }),
    words("verify:line.message", { url: proof }),
    ...Object.values(proofLines(words, publicUrl, code)),
    verifyLink(publicUrl, code),
    `${words("public:notice.source")} ${source}`,
    ...timesOf(said, around),
    source,
    url,
    proof,
    code,
    shownCode(code),
  ];
  const names = [said.organisation, ...around.names.map((name) => name[language])];
  const shared = names.flatMap((organisation) =>
    sharedLabels({ organisation, language }, publicUrl),
  );
  return [...shared, ...own.map(tokensOf)];
}

/** The same for every announcement of an organisation in one language: taken apart once. */
function sharedLabels(
  { organisation: name, language }: Pick<Envelope, "organisation" | "language">,
  publicUrl: string,
) {
  const key = [language, name, publicUrl].join("\n");
  const known = shared.get(key);
  if (known) return known;
  const words = wordsFor(language);
  const home = `${publicUrl}/${language}`;
  const labels = [
    ...HEADINGS.map((heading) => words(heading)),
    ...HEADLINES.flatMap((what) => [
      // The title that follows is one of the signed words itself.
      words(`subscribers:message.heading.${what}`, { name, title: "" }),
      words(`subscribers:message.intro.${what}`, { title: "" }),
    ]),
    words("subscribers:message.why", { name }),
    words("subscribers:message.manage", { url: `${home}/subscription` }),
    words("subscribers:message.leave", { url: `${home}/unsubscribe` }),
    name,
    "—",
  ]
    .filter((text) => text !== "")
    .map(tokensOf);
  shared.set(key, labels);
  return labels;
}

const shared = new Map<string, (readonly Token[])[]>();

/** The promised time of the next news, as our messages and our posts write it. */
function timesOf(said: Envelope, { nextUpdateAt, context }: Around): string[] {
  if (context === null) return [];
  const { words, language, state } = context;
  const clock = { language, timeZone: state.organisation.timeZone };
  const next = nextUpdateAt?.getTime() ?? null;
  const publishedAt = Date.parse(said.publishedAt);
  const updated = words("outlets:post.updated", { time: postTime(clock, publishedAt) });
  if (next === null) return [updated];
  const time = clockTime(context, next);
  const dated = words("public:time.dayAndTime", { day: dayOf(context, next), time });
  return [
    updated,
    words("outlets:post.nextUpdate", { time: postTime(clock, next) }),
    ...[time, dated].map((at) => words("subscribers:message.nextUpdate", { time: at })),
  ];
}
