import type { Entry } from "./queries.ts";

export const ENTRY_KINDS = [
  "match",
  "election",
  "festival",
  "holiday",
  "strike",
  "maintenance",
  "own_maintenance",
  "other",
] as const satisfies readonly Entry["kind"][];
export const ENTRY_LOADS = ["low", "medium", "high"] as const satisfies readonly Entry["load"][];

export type EntryDraft = Pick<
  Entry,
  "title" | "from" | "until" | "platformIds" | "country" | "kind" | "load" | "source" | "yearly"
>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const usualMs = 2 * hourMs;

/** What a form begins with: the entry as it was first written, or the same hour tomorrow. */
export function entryDraft(entry: Entry | undefined, now: number): EntryDraft {
  if (entry) {
    const { title, platformIds, country, kind, load, source, yearly, first } = entry;
    return { title, platformIds, country, kind, load, source, yearly, ...first };
  }
  const from = Math.ceil((now + dayMs) / hourMs) * hourMs;
  return {
    title: { fr: "", en: "" },
    from: new Date(from).toISOString(),
    until: new Date(from + usualMs).toISOString(),
    platformIds: [],
    country: null,
    kind: "match",
    load: "medium",
    source: "",
    yearly: false,
  };
}
