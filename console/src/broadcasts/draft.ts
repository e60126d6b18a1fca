import type { BroadcastInput, Cascade, Channel, MessageTexts, Rung, Success } from "../types.ts";
import type { Asking } from "./asks-fields.tsx";
import type { Audience } from "./audience-fields.tsx";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const rungsMax = 8;
const expiresAfterMs = 24 * hourMs;
const triesMax = 3;

export const SUCCESSES: readonly Success[] = ["delivered", "read", "replied", "sent", "accepted"];
export const PATIENCES_MS = [1, 2, 3, 5, 10, 15, 30, 60].map((minutes) => minutes * minuteMs);

export type Draft = {
  title: string;
  texts: MessageTexts;
  audience: Audience;
  cascade: Cascade;
  asking: Asking;
  cohort: boolean;
  first: string[];
  budgetCents: number | null;
};

/** The channels in the order the organisation keeps them, each with what it can tell. */
export function firstCascade(channels: Channel[]): Cascade {
  return { rungs: channels.slice(0, rungsMax).map(usualRung), expiresAfterMs, triesMax };
}

/** A channel as a line of the cascade, as it is usually waited for. */
export const usualRung = ({ id, usual }: Channel): Rung => ({ channelId: id, ...usual });

export function inputOf(draft: Draft, incidentId: string | undefined): BroadcastInput {
  const { title, texts, audience, cascade, asking, cohort, first, budgetCents } = draft;
  return {
    title: title.trim(),
    texts,
    cascade,
    ...asking,
    cohort,
    first,
    budgetCents,
    ...(audience.kind === "segment" ? { segmentId: audience.id } : {}),
    ...(audience.kind === "question" ? { question: audience.question } : {}),
    ...(audience.kind === "everybody" ? { question: {} } : {}),
    ...(incidentId === undefined ? {} : { incidentId }),
  };
}
