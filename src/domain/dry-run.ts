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
  tookMs: number;
};

export const SAMPLES_MAX = 20;
