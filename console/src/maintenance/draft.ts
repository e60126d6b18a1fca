import type { Work } from "./queries.ts";

export const EFFECTS = ["maintenance", "degraded", "partial", "major"] as const;

export type WorkDraft = Pick<
  Work,
  "title" | "message" | "from" | "until" | "pointIds" | "effect" | "firm" | "drill"
>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const usualMs = 2 * hourMs;

/** What a form begins with: the work as it stands, or two hours of tomorrow. */
export function workDraft(work: Work | undefined, now: number): WorkDraft {
  if (work) {
    const { title, message, from, until, pointIds, effect, firm, drill } = work;
    return { title, message, from, until, pointIds, effect, firm, drill };
  }
  const from = Math.ceil((now + dayMs) / hourMs) * hourMs;
  return {
    title: { fr: "", en: "" },
    message: { fr: "", en: "" },
    from: new Date(from).toISOString(),
    until: new Date(from + usualMs).toISOString(),
    pointIds: [],
    effect: "maintenance",
    firm: true,
    drill: false,
  };
}
