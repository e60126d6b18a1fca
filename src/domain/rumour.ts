import { LANGUAGES, type Language } from "./language.ts";

export const VERDICTS = ["false", "misleading", "unproven", "true"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What is said, what we know about it, and what follows for the reader. */
export type RumourText = { claim: string; answer: string; evidence: string };
export const RUMOUR_PARTS = ["claim", "answer", "evidence"] as const;
export type RumourPart = (typeof RUMOUR_PARTS)[number];

/** An entry of the rumour board as the public may read it. A withdrawn one keeps no words. */
export type PublicRumour = {
  id: string;
  incidentId: string | null;
  state: "published" | "withdrawn";
  verdict: Verdict;
  texts: Record<Language, RumourText>;
  links: readonly string[];
  source: string;
  version: number;
  publishedAt: number;
  updatedAt: number;
};

export type RumourFinding = {
  code: "missing_part" | "missing_source" | "bad_link";
  language: Language | null;
  part: RumourPart | "source" | "links";
};

export const LINKS_MAX = 8;
const LINK_LENGTH_MAX = 300;

/** Whether a browser may be sent there: the web, and nothing that hides a name or a password. */
export function isRumourLink(link: string): boolean {
  if (link.length > LINK_LENGTH_MAX || /\s/.test(link)) return false;
  return /^https?:\/\/[^\s/?#@]+(?:[/?#]\S*)?$/i.test(link);
}

/** What still stands between a draft and the public. */
export function rumourFindings(draft: {
  texts: Record<Language, RumourText>;
  links: readonly string[];
  source: string;
}): RumourFinding[] {
  const findings: RumourFinding[] = [];
  for (const language of LANGUAGES) {
    for (const part of RUMOUR_PARTS) {
      if (draft.texts[language][part].trim() !== "") continue;
      findings.push({ code: "missing_part", language, part });
    }
  }
  if (draft.source.trim() === "") {
    findings.push({ code: "missing_source", language: null, part: "source" });
  }
  if (!draft.links.every(isRumourLink)) {
    findings.push({ code: "bad_link", language: null, part: "links" });
  }
  return findings;
}
