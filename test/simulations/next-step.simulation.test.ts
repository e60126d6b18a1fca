import { expect, test } from "vitest";
import { nextStep, type Position, type Terms } from "../../src/domain/next-step.ts";
import { liveThrough } from "./cascade-crisis.ts";

const CRISES = 20_000;
const CRISES_FOR_A_MUTANT = 3_000;
const SEED = 20_261_120;

function brokenPromises(step: typeof nextStep, crises: number): Map<string, number> {
  const seeds = new Map<string, number>();
  for (let n = 0; n < crises; n++) {
    for (const promise of liveThrough(SEED + n, step)) {
      if (!seeds.has(promise)) seeds.set(promise, SEED + n);
    }
  }
  return seeds;
}

test("the cascade keeps its promises through 20,000 random crises", () => {
  expect([...brokenPromises(nextStep, CRISES)]).toEqual([]);
});

/** The function, broken once on purpose: the simulation must notice. */
const mutants: [string, string, typeof nextStep][] = [
  [
    "takes no answer for a failure",
    "never twice on one rung without a definite refusal",
    (terms, at, news, now) =>
      news.kind === "outcome" && news.outcome.kind === "unknown"
        ? nextStep(terms, at, { kind: "outcome", outcome: { kind: "unreachable", why: "" } }, now)
        : nextStep(terms, at, news, now),
  ],
  [
    "goes on without consent",
    "never sends without consent",
    (terms, at, news, now) => nextStep(allWays(terms), at, news, now),
  ],
  [
    "does not hear people answer",
    "stops when a person answers, opts out or cancels",
    (terms, at, news, now) => (news.kind === "answer" ? at : nextStep(terms, at, news, now)),
  ],
  [
    "starts over when a rung fails",
    "never goes back a rung",
    (terms, at, news, now) => startOver(nextStep(terms, at, news, now)),
  ],
  [
    "forgets that news grows old",
    "settles in time",
    (terms, at, news, now) => nextStep({ ...terms, expiresAt: terms.expiresAt * 2 }, at, news, now),
  ],
  [
    "takes an opt-out at the provider for a bad address",
    "sends nothing after the end",
    (terms, at, news, now) =>
      news.kind === "refusal" && news.blame === "consent"
        ? nextStep(terms, at, { ...news, blame: "address" }, now)
        : nextStep(terms, at, news, now),
  ],
  [
    "runs ahead of its patience",
    "leaves nobody before patience ends",
    (terms, at, news, now) => nextStep(terms, at, news, news.kind === "time" ? now + 9_000 : now),
  ],
  [
    "dawdles when patience ends",
    "goes on when patience ends",
    (terms, at, news, now) =>
      news.kind === "time" && at.fact > 0 && now === at.dueAt && now % 2 === 0
        ? { ...at, dueAt: now + 5_001 }
        : nextStep(terms, at, news, now),
  ],
  [
    "waits as long as any provider asks",
    "nobody stays for a long pause",
    (terms, at, news, now) =>
      news.kind === "outcome" && news.outcome.kind === "throttled"
        ? nextStep(terms, at, { kind: "outcome", outcome: { kind: "misconfigured", why: "" } }, now)
        : nextStep(terms, at, news, now),
  ],
  [
    "does not know that a channel is silent for long",
    "nobody stays for a long pause",
    (terms, at, news, now) => nextStep({ ...terms, quiet: () => null }, at, news, now),
  ],
  [
    "forgets how often somebody was put off",
    "nobody is put off again and again",
    (terms, at, news, now) => nextStep(terms, { ...at, refusedAt: null }, news, now),
  ],
  [
    "runs from a short pause",
    "a short pause moves nobody",
    (terms, at, news, now) =>
      news.kind === "outcome" && news.outcome.kind === "throttled"
        ? nextStep(terms, at, { kind: "outcome", outcome: { kind: "rejected", why: "" } }, now)
        : nextStep(terms, at, news, now),
  ],
  [
    "takes throttling for a failure",
    "throttling burns no try",
    (terms, at, news, now) =>
      news.kind === "outcome" && news.outcome.kind === "throttled"
        ? nextStep(terms, at, { kind: "outcome", outcome: { kind: "unreachable", why: "" } }, now)
        : nextStep(terms, at, news, now),
  ],
  [
    "forgets a receipt of the rung before",
    "success settles",
    (terms, at, news, now) =>
      news.kind === "receipt" && news.rung < at.rung ? at : nextStep(terms, at, news, now),
  ],
];

test.each(mutants)("a cascade that %s is caught", (_name, promise, mutant) => {
  expect([...brokenPromises(mutant, CRISES_FOR_A_MUTANT).keys()]).toContain(promise);
});

const allWays = (terms: Terms): Terms => ({
  ...terms,
  way: (rung) => (rung < terms.cascade.rungs.length ? "open" : "none"),
});

const startOver = (after: Position): Position =>
  after.rung > 1 && after.fact === 0 ? { ...after, rung: 0 } : after;
