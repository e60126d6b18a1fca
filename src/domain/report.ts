import type { LagFacts } from "./feed-lag.ts";
import type { IncidentState } from "./incident.ts";
import type { TwoLanguages } from "./language.ts";

/** What happened, as the record has it. Times in milliseconds since the epoch. */
export type ReportFacts = {
  incident: {
    id: string;
    platform: string | null;
    title: TwoLanguages;
    state: IncidentState;
    class: string;
    origin: string;
    drill: boolean;
    startedAt: number;
    openedAt: number;
    confirmedAt: number | null;
    monitoringAt: number | null;
    closedAt: number | null;
    peak: { at: number; count: number; expected: number } | null;
  };
  publishedAt: readonly number[];
  broadcasts: readonly {
    id: number;
    title: string;
    startedAt: number | null;
    recipients: number;
  }[];
  /** How many first deliveries each channel counted in each minute. */
  reached: readonly { minute: number; channelId: number; channel: string; people: number }[];
  answers: { safe: number; help: number; none: number; reached: number; recipients: number };
  tasks: readonly {
    key: string;
    title: TwoLanguages;
    dueAt: number;
    doneAt: number | null;
    state: string;
  }[];
  /** When the official sources first spoke of it. */
  feeds: readonly (LagFacts & { source: string })[];
  timeline: readonly { at: number; actor: string; name: string; detail: Record<string, unknown> }[];
};

export type Timing = { detectMs: number; confirmMs: number | null; firstNoticeMs: number | null };

export type IncidentReport = ReportFacts & {
  /** How long each step took, counted from the start of the trouble. */
  took: Timing & { firstBroadcastMs: number | null; lastedMs: number | null };
  channels: { channelId: number; channel: string; people: number }[];
  /** How many people had been reached by each minute, over all channels. */
  curve: { minute: number; people: number }[];
  late: { key: string; title: TwoLanguages; lateMs: number }[];
  /** What the plan still asked for when it ended. */
  left: { key: string; title: TwoLanguages }[];
};

/** The numbers of one incident, from what the record says. */
export function reportOf(facts: ReportFacts, now: number): IncidentReport {
  const { incident } = facts;
  const since = (at: number | null | undefined) =>
    at === null || at === undefined ? null : Math.max(0, at - incident.startedAt);
  const starts = facts.broadcasts.flatMap(({ startedAt }) => startedAt ?? []);
  return {
    ...facts,
    took: {
      detectMs: since(incident.openedAt) ?? 0,
      confirmMs: since(incident.confirmedAt),
      firstNoticeMs: since(smallest(facts.publishedAt)),
      firstBroadcastMs: since(smallest(starts)),
      lastedMs: since(incident.closedAt),
    },
    channels: byChannel(facts.reached),
    curve: curveOf(facts.reached),
    late: lateTasks(facts.tasks, now),
    left: facts.tasks
      .filter(({ state }) => state === "skipped")
      .map(({ key, title }) => ({ key, title })),
  };
}

const smallest = (times: readonly number[]): number | null =>
  times.length === 0 ? null : Math.min(...times);

function byChannel(reached: ReportFacts["reached"]): IncidentReport["channels"] {
  const channels = new Map<number, { channelId: number; channel: string; people: number }>();
  for (const { channelId, channel, people } of reached) {
    const sum = channels.get(channelId) ?? { channelId, channel, people: 0 };
    channels.set(channelId, { ...sum, people: sum.people + people });
  }
  return [...channels.values()].sort((a, b) => b.people - a.people);
}

function curveOf(reached: ReportFacts["reached"]): IncidentReport["curve"] {
  const minutes = new Map<number, number>();
  for (const { minute, people } of reached) {
    minutes.set(minute, (minutes.get(minute) ?? 0) + people);
  }
  let people = 0;
  return [...minutes]
    .sort(([a], [b]) => a - b)
    .map(([minute, more]) => ({ minute, people: (people += more) }));
}

/** Done too late, or still open and late by now; what was left open when the plan ended is neither. */
function lateTasks(tasks: ReportFacts["tasks"], now: number): IncidentReport["late"] {
  return tasks
    .filter(({ state }) => state !== "skipped")
    .map(({ key, title, dueAt, doneAt }) => ({ key, title, lateMs: (doneAt ?? now) - dueAt }))
    .filter(({ lateMs }) => lateMs > 0);
}
