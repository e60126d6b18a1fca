import { gradedMinutes, gradeOf, lagSentence } from "../domain/feed-lag.ts";
import type { Language } from "../domain/language.ts";
import type { IncidentReport } from "../domain/report.ts";
import { type Words, wordsFor } from "../lib/words.ts";
import { actorOf } from "./told-event.ts";

const MINUTE_MS = 60_000;
const MINUTES_PER_HOUR = 60;

type Paper = { report: IncidentReport; words: Words; timeZone: string };

/** The report of one incident as Markdown, to be kept, mailed or printed. */
export function reportMarkdown(
  report: IncidentReport,
  reader: { language: Language; timeZone: string; organisation: string },
): string {
  const words = wordsFor(reader.language);
  const paper = { report, words, timeZone: reader.timeZone };
  const { incident } = report;
  const sections = [
    `# ${words("crisis:report.heading", { title: plain(incident.title[reader.language]) })}`,
    plain(words("crisis:report.subtitle", { organisation: reader.organisation, id: incident.id })),
    incident.drill ? `**${words("crisis:report.drill")}**` : "",
    facts(paper),
    timings(paper),
    feeds(paper),
    reach(paper),
    answers(paper),
    tasks(paper),
    leftOpen(paper),
    timeline(paper),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function facts({ report, words, timeZone }: Paper): string {
  const { incident } = report;
  const { peak } = incident;
  // Who opens an incident by hand has measured nothing.
  const extent = incident.origin === "assessment" ? incident.class : "unmeasured";
  const rows: [string, string][] = [
    [words("crisis:report.platform"), incident.platform ?? words("crisis:report.none")],
    [words("crisis:report.class"), words(`crisis:class.${extent}`)],
    [words("crisis:report.state"), words(`crisis:state.${incident.state}`)],
    [words("crisis:report.began"), clock(incident.startedAt, words, timeZone)],
  ];
  if (incident.closedAt !== null) {
    rows.push([words("crisis:report.ended"), clock(incident.closedAt, words, timeZone)]);
  }
  if (peak) {
    const usual = peak.expected.toFixed(1);
    const params = { count: peak.count, usual, at: clock(peak.at, words, timeZone) };
    rows.push([words("crisis:report.peak"), words("crisis:report.peakLine", params)]);
  }
  return table([words("crisis:report.what"), ""], rows);
}

function timings({ report, words }: Paper): string {
  const { took } = report;
  const never = words("crisis:report.never");
  const lasting = (ms: number | null) => (ms === null ? never : lengthOf(ms, words));
  const rows: [string, string][] = [
    [words("crisis:report.detect"), lasting(took.detectMs)],
    [words("crisis:report.confirm"), lasting(took.confirmMs)],
    [words("crisis:report.notice"), lasting(took.firstNoticeMs)],
    [words("crisis:report.broadcast"), lasting(took.firstBroadcastMs)],
    [words("crisis:report.lasted"), lasting(took.lastedMs)],
  ];
  const title = words("crisis:report.timings");
  return `## ${title}\n\n${table([words("crisis:report.step"), words("crisis:report.after")], rows)}`;
}

/** How late the platform's own word was, beside ours. */
function feeds({ report, words }: Paper): string {
  if (report.feeds.length === 0) return "";
  const rows = report.feeds.map((feed): [string, string] => {
    const { code, params } = lagSentence(feed);
    const minutes = gradedMinutes(feed);
    const said = words(code, params);
    const graded =
      minutes === null ? said : words("foresight:lag.grade", { said, grade: gradeOf(minutes) });
    return [plain(feed.source), graded];
  });
  const head: [string, string] = [
    words("foresight:lag.head_source"),
    words("foresight:lag.head_word"),
  ];
  return `## ${words("foresight:lag.heading")}\n\n${table(head, rows)}`;
}

function reach({ report, words }: Paper): string {
  const title = `## ${words("crisis:report.reach")}`;
  if (report.broadcasts.length === 0) return `${title}\n\n${words("crisis:report.noBroadcast")}`;
  const rows = report.channels.map(({ channel, people }): [string, string] => [
    plain(channel),
    String(people),
  ]);
  const head: [string, string] = [words("crisis:report.channel"), words("crisis:report.arrived")];
  const { recipients, reached } = report.answers;
  return `${title}\n\n${words("crisis:report.reached", { reached, recipients })}\n\n${table(head, rows)}`;
}

function answers({ report, words }: Paper): string {
  if (report.broadcasts.length === 0) return "";
  const { safe, help, none } = report.answers;
  const rows: [string, string][] = [
    [words("crisis:report.safe"), String(safe)],
    [words("crisis:report.help"), String(help)],
    [words("crisis:report.silent"), String(none)],
  ];
  const head: [string, string] = [words("crisis:report.answer"), words("crisis:report.people")];
  return `## ${words("crisis:report.answers")}\n\n${table(head, rows)}`;
}

function tasks({ report, words }: Paper): string {
  const title = `## ${words("crisis:report.late")}`;
  if (report.late.length === 0) return `${title}\n\n${words("crisis:report.allInTime")}`;
  const lines = report.late.map(({ title: task, lateMs }) => {
    const late = lengthOf(lateMs, words);
    return `- ${words("crisis:report.lateLine", { task: plain(task[words.language]), late })}`;
  });
  return `${title}\n\n${lines.join("\n")}`;
}

/** What nobody did before the plan ended. */
function leftOpen({ report, words }: Paper): string {
  if (report.left.length === 0) return "";
  const lines = report.left.map(({ title }) => `- ${plain(title[words.language])}`);
  return `## ${words("crisis:report.left")}\n\n${lines.join("\n")}`;
}

function timeline({ report, words, timeZone }: Paper): string {
  const lines = report.timeline.map(({ at, actor, name, detail }) => {
    const key = `crisis:event.${name.replace(".", "_")}`;
    const what = plain(words(key, { ...blanksOf(detail, words), defaultValue: name }));
    return `- ${clock(at, words, timeZone)} · ${what} (${plain(actorOf(actor, words))})`;
  });
  return `## ${words("crisis:report.timeline")}\n\n${lines.join("\n")}`;
}

/** What an event knows, as text of the reader's language. */
function blanksOf(detail: Record<string, unknown>, words: Words): Record<string, string> {
  const blanks: Record<string, string> = {};
  for (const [name, value] of Object.entries(detail)) {
    if (typeof value === "string" || typeof value === "number") blanks[name] = String(value);
    if (typeof value !== "object" || value === null || !(words.language in value)) continue;
    const text: unknown = Reflect.get(value, words.language);
    if (typeof text === "string") blanks[name] = text;
  }
  if (blanks["level"]) blanks["levelText"] = words(`crisis:level.${blanks["level"]}`);
  if (blanks["state"]) blanks["stateText"] = words(`crisis:state.${blanks["state"]}`);
  return blanks;
}

function table(head: [string, string], rows: readonly [string, string][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(["---", "---"]), ...rows.map(line)].join("\n");
}

/** Names that people typed must not become Markdown, or break out of a table. */
const plain = (text: string): string =>
  text.replace(/[\\`*_[\]<>#|]/g, "\\$&").replace(/\s+/g, " ");

/** A moment on the organisation's clock, with its day. */
function clock(at: number, words: Words, timeZone: string): string {
  const locale = words.language === "fr" ? "fr-FR" : "en-GB";
  return new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone,
  }).format(at);
}

function lengthOf(lengthMs: number, words: Words): string {
  const minutes = Math.round(lengthMs / MINUTE_MS);
  if (minutes < 1) return words("crisis:length.moment");
  const hours = Math.floor(minutes / MINUTES_PER_HOUR);
  const rest = minutes % MINUTES_PER_HOUR;
  if (hours === 0) return words("crisis:length.minutes", { count: minutes });
  return words("crisis:length.hours", { hours, minutes: rest });
}
