import type { Settled } from "../cascade.ts";
import type { Texts } from "../language.ts";
import type { Position } from "../next-step.ts";

/** What became of one person: the channel is the last one that was tried. */
export type OfflinePerson = {
  id: number;
  channelId: number;
  settled: Settled | null;
  outcome: Position["outcome"];
  why: string | null;
  attemptedAt: number | null;
};

/** A sending from the copy as the server takes it over into its records. */
export type OfflineResult = {
  tocsin: "offline-sending";
  format: 1;
  job: string;
  organisation: string;
  label: string;
  audience: string;
  drill: boolean;
  copyMadeAt: number;
  startedAt: number;
  endedAt: number;
  /** Whether everybody who was meant is settled. */
  complete: boolean;
  plannedBy: string;
  approvedBy: string;
  texts: Texts;
  channels: { id: number; name: string }[];
  people: OfflinePerson[];
};

export type OfflineCounts = { people: number; taken: number; unknown: number; notTaken: number };

/** What became of one message: a provider took it, perhaps took it, surely did not. */
export type Became = "taken" | "unknown" | "not-taken";
type Told = { settled: string | null; outcome: string | null; why: string | null };

export function becameOf({ settled, outcome, why }: Told): Became {
  if (settled === "reached") return "taken";
  // An attempt whose answer never came: the person may have the message.
  const isOpen =
    outcome === "unknown" || why === "no-answer" || (settled === null && outcome === null);
  return isOpen ? "unknown" : "not-taken";
}

export function countsOf(people: readonly OfflinePerson[]): OfflineCounts {
  const count = (became: Became): number => people.filter((one) => becameOf(one) === became).length;
  const [taken, unknown] = [count("taken"), count("unknown")];
  return { people: people.length, taken, unknown, notTaken: people.length - taken - unknown };
}

export const personOf = (
  id: number,
  { rung, settled, outcome, why, attemptedAt }: Position,
  channels: readonly { id: number }[],
): OfflinePerson => ({
  id,
  channelId: channels[rung]?.id ?? 0,
  settled,
  outcome,
  why,
  attemptedAt,
});
