import type { Broadcast, Incident, IncidentDetail, Progress } from "../types.ts";

/** One thing to see in the training organisation's first minute, and whether it happened yet. */
export type Step = {
  key: "suspected" | "confirmed" | "published" | "sending" | "fallback" | "answers" | "closed";
  done: boolean;
  at: string | null;
  count?: number;
  leads: "incident" | "broadcast";
};

type Facts = {
  incident: Incident | undefined;
  detail: IncidentDetail | undefined;
  broadcast: Broadcast | undefined;
  progress: Progress | undefined;
};

/** Reads the story off what the server says; nothing is ticked that has not happened. */
export function stepsOf({ incident, detail, broadcast, progress }: Facts): Step[] {
  const published = detail?.announcements.find(({ publishedAt }) => publishedAt !== null);
  const ways = progress?.byChannel.filter((channel) => channel.delivered > 0).length ?? 0;
  const answers = (progress?.answers.safe ?? 0) + (progress?.answers.help ?? 0);
  return [
    { ...step("sending", broadcast?.startedAt), leads: "broadcast" },
    step("suspected", incident?.openedAt),
    step("confirmed", incident?.confirmedAt),
    { ...counted("fallback", ways, ways > 1), leads: "broadcast" },
    step("published", published?.publishedAt),
    { ...counted("answers", answers, answers > 0), leads: "broadcast" },
    step("closed", incident?.closedAt),
  ];
}

const step = (key: Step["key"], at: string | null | undefined): Step => ({
  key,
  done: at !== null && at !== undefined,
  at: at ?? null,
  leads: "incident",
});

const counted = (key: Step["key"], count: number, done: boolean): Step => ({
  key,
  done,
  at: null,
  count,
  leads: "incident",
});
