import type { Language } from "./language.ts";
import type { UnreachableReason } from "./plan.ts";

/** A message as one person would get it. */
export type DryMessage = {
  channelId: number;
  language: Language;
  name: string;
  /** As it may be shown: a part of it. */
  address: string;
  heading: string;
  body: string;
};

/** Why people would not be sent to at once. */
export type DryTrouble = {
  /** `missing-value:<names>`, `waits`, `too-late`, `no-way`, or `broken`. */
  reason: string;
  people: number;
};

export type DryChannel = {
  channelId: number;
  name: string;
  /** Who would be sent to here first, and until when that takes at the channel's rate. */
  people: number;
  seconds: number;
  /** How many of the texts are cut to fit. */
  cut: number;
  costCents: number | null;
  /** What the transport itself objects to, before anything would leave. */
  objection: string | null;
};

/** A channel that takes over: to how many people, from when and until when after the approval. */
export type DryFallback = {
  channelId: number;
  people: number;
  fromSeconds: number;
  untilSeconds: number;
  costCents: number | null;
};

/** What would follow if no message were confirmed and nobody answered: the longest it can become. */
export type DryLater = {
  channels: DryFallback[];
  /** Whose next way would come after the end, or finds its quota or its places used up: they are not sent to again. */
  tooLate: number;
  full: number;
  /** Until the last fallback has left. */
  finishSeconds: number;
  /** How often everybody is asked again, and after which time each. */
  reminders: { times: number; everySeconds: number } | null;
  deputies: { people: number; afterSeconds: number } | null;
};

/** What would have happened. Nothing was sent. */
export type DryRunResult = {
  people: number;
  wouldSend: number;
  channels: DryChannel[];
  trouble: DryTrouble[];
  unreachable: { reason: UnreachableReason; people: number }[];
  /** From the approval until the first message has left for everybody. */
  finishSeconds: number;
  costCents: number | null;
  samples: DryMessage[];
  /** Left out in runs of an older version, which played first messages only. */
  later?: DryLater;
  tookMs: number;
};

export const SAMPLES_MAX = 20;
