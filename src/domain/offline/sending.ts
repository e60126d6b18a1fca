import { type Cascade, factRank } from "../cascade.ts";
import type { Language, Texts } from "../language.ts";
import { fill, textFor } from "../message.ts";
import type { Position, Terms, WayState } from "../next-step.ts";
import type { CopyChannel, CopyPerson, CopySuppression } from "./copy.ts";

/** Whom a sending from the copy means: everybody, or the people of one saved question. */
export type OfflineAudience = { segment: string | null };

/** What makes one sending: the same again goes on where it stopped, and reaches nobody twice. */
export type OfflineJob = {
  organisation: string;
  audience: OfflineAudience;
  channels: readonly number[];
  texts: Texts;
  /** Another label makes it another sending of the same words. */
  label: string;
};

const QUEUED = factRank("queued");
const SENDING = factRank("sending");
const MINUTE_MS = 60_000;
/** How long one channel may be tried again. */
const PATIENCE_MS = MINUTE_MS / 2;
const EXPIRES_AFTER_MS = 24 * 60 * MINUTE_MS;
const TRIES_MAX = 3;

/** The same cascade as the server's, except that nothing is known beyond what a provider takes. */
export const cascadeOf = (channels: readonly CopyChannel[]): Cascade => ({
  rungs: channels.map(({ id }) => ({
    channelId: id,
    patienceMs: PATIENCE_MS,
    success: "accepted",
  })),
  expiresAfterMs: EXPIRES_AFTER_MS,
  triesMax: TRIES_MAX,
});

/** The list of those that nobody may write to, in a form that answers at once. */
export type Suppressed = { people: ReadonlySet<number>; addresses: ReadonlySet<string> };

const addressName = (kind: string | null, value: string): string => `${kind ?? ""} ${value}`;

export function suppressedOf(rows: readonly CopySuppression[]): Suppressed {
  const people = rows.flatMap(({ contact }) => (contact === null ? [] : [contact]));
  const addresses = rows.flatMap(({ kind, value }) =>
    value === null ? [] : [addressName(kind, value)],
  );
  return { people: new Set(people), addresses: new Set(addresses) };
}

/** Where a person may be written to on each channel, in order; null where they may not. */
function waysOf(
  person: CopyPerson,
  channels: readonly CopyChannel[],
  suppressed: Suppressed,
): (string | null)[] {
  if (suppressed.people.has(person.id)) return channels.map(() => null);
  return channels.map(({ addressKind }) => {
    const value = person.ways.find(({ kind }) => kind === addressKind)?.value ?? null;
    if (value === null) return null;
    const isListed = [null, addressKind].some((kind) =>
      suppressed.addresses.has(addressName(kind, value)),
    );
    return isListed ? null : value;
  });
}

export type Meant =
  | { kind: "send"; ways: (string | null)[]; language: Language }
  | { kind: "left-out"; why: "other-segment" | "no-way" | "missing-value" };

/** Whether a person of the copy is written to at all, and why not. */
export function meantBy(
  person: CopyPerson,
  job: Pick<OfflineJob, "texts"> & { segment: number | null },
  desk: { channels: readonly CopyChannel[]; suppressed: Suppressed },
): Meant {
  if (job.segment !== null && !person.segments.includes(job.segment)) {
    return { kind: "left-out", why: "other-segment" };
  }
  const ways = waysOf(person, desk.channels, desk.suppressed);
  if (ways.every((way) => way === null)) return { kind: "left-out", why: "no-way" };
  const filled = fill(textFor(job.texts, person.language), valuesOf(person));
  if (filled.kind === "incomplete") return { kind: "left-out", why: "missing-value" };
  return { kind: "send", ways, language: person.language };
}

/** What fills the blanks of a text, as a broadcast fills them. */
export const valuesOf = ({ name, attributes }: CopyPerson): Record<string, string> => ({
  ...attributes,
  name,
});

/** The terms of one person's cascade. A channel that its provider refused is no way any more. */
export function termsOf(
  cascade: Cascade,
  ways: readonly (string | null)[],
  at: { startedAt: number; stateOf(rung: number): WayState },
): Terms {
  return {
    cascade,
    expiresAt: at.startedAt + cascade.expiresAfterMs,
    way: (rung) => ((ways[rung] ?? null) === null ? "none" : at.stateOf(rung)),
    quiet: () => null,
    idempotent: () => false,
  };
}

/**
 * Nobody listens for receipts: an attempt whose answer did not come, or whose process was killed,
 * will never be heard of. It is not made again; the next channel need not wait for it.
 */
export const notHeardOf = (at: Position, now: number): Position =>
  at.settled === null && at.fact === SENDING ? { ...at, dueAt: Math.min(at.dueAt, now) } : at;

/** Whoever no provider was there for has surely got nothing, at least on that last way. */
export const isOpenAgain = ({ settled, outcome }: Position): boolean =>
  settled === "exhausted" && outcome === "unreachable";

/**
 * Where somebody stands when the same command is given again. A line that was cut while it ran must not
 * be the end of it: on the way where nobody was there it is tried once more.
 */
export const resumedAt = (at: Position, now: number): Position =>
  isOpenAgain(at)
    ? { ...at, fact: QUEUED, outcome: null, why: null, dueAt: now, settled: null }
    : notHeardOf(at, now);

/** A position as a line of the ledger keeps it. */
export type LedgerEntry = [
  id: number,
  rung: number,
  tryNo: number,
  fact: number,
  best: number,
  outcome: Position["outcome"],
  why: string | null,
  attemptedAt: number | null,
  dueAt: number,
  settled: Position["settled"],
];

export const entryOf = (id: number, at: Position): LedgerEntry => [
  id,
  at.rung,
  at.try,
  at.fact,
  at.best,
  at.outcome,
  at.why,
  at.attemptedAt,
  at.dueAt,
  at.settled,
];

export function positionOf(entry: LedgerEntry): Position {
  const [, rung, tryNo, fact, best, outcome, why, attemptedAt, dueAt, settled] = entry;
  const refusedAt = null;
  return { rung, try: tryNo, fact, best, outcome, why, attemptedAt, refusedAt, dueAt, settled };
}
