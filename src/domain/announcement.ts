import { LANGUAGES, type Language } from "./language.ts";
import { type Sentence, sentence } from "./sentence.ts";

/** What a public notice must say, in one language. */
export type NoticeText = { title: string; message: string; advice: string; nextStep: string };
export type Severity = "degraded" | "partial" | "major" | "resolved";

export const NOTICE_PARTS = ["title", "message", "advice", "nextStep"] as const;
export type NoticePart = (typeof NOTICE_PARTS)[number];

export type Notice = {
  severity: Severity;
  source: string;
  texts: Record<Language, NoticeText>;
  nextUpdateAt: number | null;
  /** The language that follows later: nothing is owed in it yet. */
  laterLanguage?: Language | null;
  /** When our own planned work begins and ends, as HH:MM on our clock: that may be told. */
  plannedTimes?: readonly string[];
};

/** What still stands between a draft and the public. */
export type Finding = {
  code: "missing_part" | "missing_source" | "missing_next_update" | "next_update_past";
  language: Language | null;
  part: NoticePart | "source" | "nextUpdateAt";
};

/** Checks what every notice owes its readers; an empty list means that it may go out. */
export function findingsOf(notice: Notice, now: number): Finding[] {
  const findings: Finding[] = [];
  for (const language of languagesOf(notice)) {
    for (const part of NOTICE_PARTS) {
      if (notice.texts[language][part].trim() !== "") continue;
      findings.push({ code: "missing_part", language, part });
    }
  }
  if (notice.source.trim() === "") {
    findings.push({ code: "missing_source", language: null, part: "source" });
  }
  if (notice.severity === "resolved") return findings;
  if (notice.nextUpdateAt === null) {
    findings.push({ code: "missing_next_update", language: null, part: "nextUpdateAt" });
  } else if (notice.nextUpdateAt <= now) {
    findings.push({ code: "next_update_past", language: null, part: "nextUpdateAt" });
  }
  return findings;
}

/** The languages that go out with this version. */
export const languagesOf = ({ laterLanguage }: Pick<Notice, "laterLanguage">): Language[] =>
  LANGUAGES.filter((language) => language !== laterLanguage);

/** What is known when somebody starts to write. No end of the trouble is ever foreseen. */
export type Known = {
  state: "suspected" | "confirmed" | "monitoring" | "resolved" | "dismissed";
  class: string;
  /** The platform's name, or the incident's own title where there is none. */
  subject: string;
  onPlatform: boolean;
  /** Already in words of the language: "9:42 am", "9 h 42". */
  since: string;
  /** What works instead, by name; empty when nothing is known to. */
  alternatives: string;
};

export type Suggestion = { severity: Severity; texts: Record<NoticePart, Sentence> };

/** The sentences to begin with: calm, true now, and saying what to do. */
export function suggestNotice(known: Known): Suggestion {
  const tone = toneOf(known);
  const { subject, since, alternatives } = known;
  const params = { subject, since, alternatives };
  const where = known.onPlatform ? "platform" : "general";
  const ways = alternatives === "" ? "without" : "with";
  // Nobody has measured what fails: that it lies with the platform would be a guess.
  const isMeasured = tone !== "trouble" || !known.onPlatform || known.class !== "unknown";
  const key = (part: string) => sentence(`crisis:suggestion.${part}`, params);
  return {
    severity: severityOf(known),
    texts: {
      title: key(`title.${tone}.${where}`),
      message: key(`message.${tone}.${isMeasured ? where : "unmeasured"}`),
      advice: key(tone === "over" ? "advice.over" : `advice.${ways}`),
      nextStep: key(`nextStep.${tone}`),
    },
  };
}

function toneOf({ state }: Known): "looking" | "trouble" | "watching" | "over" {
  switch (state) {
    case "suspected":
      return "looking";
    case "confirmed":
      return "trouble";
    case "monitoring":
      return "watching";
    case "resolved":
    case "dismissed":
      return "over";
    default:
      return state satisfies never;
  }
}

function severityOf(known: Known): Severity {
  const tone = toneOf(known);
  if (tone === "over") return "resolved";
  // Of what nobody has measured, no more is said than that something does not work as it should.
  if (tone !== "trouble" || known.class.startsWith("unknown")) return "degraded";
  return known.class === "general" ? "major" : "partial";
}

/** What may be the matter, where the writer knows better than the incident's state. */
export const SCENARIOS = ["minor", "major", "regional", "rumour", "resolved"] as const;
export type Scenario = (typeof SCENARIOS)[number];
export const TONES = ["formal", "warm"] as const;
export type Tone = (typeof TONES)[number];

const SCENARIO_SEVERITY: Record<Scenario, Severity> = {
  minor: "degraded",
  major: "major",
  regional: "partial",
  rumour: "degraded",
  resolved: "resolved",
};

/** Which sentences of the table a scenario begins with; {{ways}} is a sentence of its own. */
export function scenarioNotice(
  scenario: Scenario,
  tone: Tone,
  known: Pick<Known, "subject" | "since" | "onPlatform">,
): Suggestion {
  const { subject, since } = known;
  const where = known.onPlatform ? "platform" : "general";
  const key = (name: string) => sentence(`scenarios:${name}`, { subject, since });
  return {
    severity: SCENARIO_SEVERITY[scenario],
    texts: {
      title: key(`title.${scenario}.${where}`),
      message: key(`message.${scenario}.${tone}.${where}`),
      advice: key(`advice.${scenario}.${tone}`),
      nextStep: key(`nextStep.${scenario}.${tone}`),
    },
  };
}
