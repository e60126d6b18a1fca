import { expect, test } from "vitest";
import { wordsFor } from "../../lib/words.ts";
import type { Crowd, Evidence } from "./evidence.ts";
import { weigh } from "./weigh.ts";

const crowd: Crowd = {
  count: 312,
  expected: 4,
  minutes: 15,
  state: "alert",
  scoreDays: 90,
  highest: 312,
  strongMinutes: 15,
  strongBuckets: 15,
  backMinutes: 0,
  eased: 0,
};
const everyCrowd: Crowd[] = [
  crowd,
  { ...crowd, scoreDays: 1_000_000 },
  { ...crowd, highest: 806 },
  { ...crowd, highest: 806, scoreDays: 1_000_000 },
  { ...crowd, count: 31, expected: 32, backMinutes: 2, eased: 0.4 },
  { ...crowd, count: 31, expected: 32, backMinutes: 7, eased: 1 },
  { ...crowd, state: "watch" },
  { ...crowd, state: "quiet" },
  { ...crowd, count: null },
];
const verdicts = ["up", "degraded", "down", "unknown"] as const;
const places = (...some: (typeof verdicts)[number][]): Evidence => ({
  kind: "probe",
  vantages: some.map((verdict) => ({ place: "here", verdict, controlOk: true })),
});
const every: Evidence[] = [
  ...everyCrowd.flatMap((each): Evidence[] => [
    { kind: "reports", ...each },
    { kind: "social", ...each },
  ]),
  ...verdicts.map((verdict) => places(verdict)),
  places("down", "up"),
  { kind: "probe", vantages: [{ place: "here", verdict: "down", controlOk: false }] },
  ...verdicts.flatMap((verdict): Evidence[] => [
    { kind: "canary", verdict, seconds: 4 },
    { kind: "canary", verdict, seconds: null },
  ]),
  ...(["none", "fine", "minor", "major", "unknown"] as const).map(
    (status): Evidence => ({ kind: "official", status }),
  ),
  { kind: "reports", ...crowd, explained: true },
  { kind: "deliveries", sent: 1, delivered: 0, usualShare: 0.9 },
  { kind: "deliveries", sent: 900, delivered: 880, usualShare: 0.97 },
  { kind: "deliveries", sent: 900, delivered: 12, usualShare: 0.97 },
  { kind: "inbound", seen: 31, expected: 30, silent: false },
  { kind: "inbound", seen: 0, expected: 30, silent: true },
  { kind: "sibling", platform: "Messenger", confirmed: true },
  { kind: "sibling", platform: "Messenger", confirmed: false },
];

const said = (language: "fr" | "en", evidence: Evidence) => {
  const { code, params } = weigh(evidence);
  return wordsFor(language)(`detection:${code}`, params);
};

test("every addend has a whole sentence in both languages", () => {
  for (const evidence of every) {
    for (const language of ["fr", "en"] as const) {
      const { code } = weigh(evidence);
      expect(said(language, evidence), code).toMatch(/^(?!detection:)[^{}]*[ \u00a0][^{}]*$/);
    }
    expect(said("fr", evidence)).not.toBe(said("en", evidence));
  }
});

test("the sentence of an alert says how many, how many were expected, and how rare it is", () => {
  const alert: Evidence = { kind: "reports", ...crowd };
  expect(said("en", alert)).toBe(
    "312 reports in 15 minutes, expected 4, never this high in 90 days",
  );
  expect(said("fr", alert)).toBe(
    "312 signalements en 15 minutes, 4 attendus, jamais autant en 90 jours",
  );
  expect(said("en", places("down", "down"))).toBe("Probe failing from 2 of 2 places");
});

test.each<[string, Partial<Crowd>, string]>([
  [
    "past its highest",
    { highest: 806 },
    "312 reports in 15 minutes, expected 4, after 806, never that high in 90 days",
  ],
  [
    "fading",
    { count: 31, expected: 32, highest: 806, backMinutes: 2, eased: 0.4 },
    "Down to 31 reports in 15 minutes, expected 32, for 2 min: the alert fades",
  ],
  [
    "over",
    { count: 31, expected: 32, highest: 806, backMinutes: 7, eased: 1 },
    "31 reports in 15 minutes, expected 32, near the usual again for 7 min",
  ],
])("an alert that is %s does not say it was never this high", (_, change, sentence) => {
  expect(said("en", { kind: "reports", ...crowd, ...change })).toBe(sentence);
});

test("what has faded weighs less, and in the end nothing", () => {
  const weights = [0, 0.2, 0.6, 1].map(
    (eased) => weigh({ kind: "reports", ...crowd, backMinutes: 1, eased }).weight,
  );
  expect(weights).toEqual([...weights].sort((a, b) => b - a));
  expect(weights[0]).toBeGreaterThan(2);
  expect(weights.at(-1)).toBe(0);
});

test("fifty times the usual weighs more than five times, and a handful of people never does", () => {
  const at = (highest: number) =>
    weigh({ kind: "reports", ...crowd, count: highest, highest, expected: 30 }).weight;
  expect(at(1_500)).toBeGreaterThan(at(150) + 1);
  const few = { ...crowd, count: 50, highest: 50, expected: 0.2 };
  const fewer = { ...few, count: 20, highest: 20 };
  expect(weigh({ kind: "reports", ...few }).weight).toBe(
    weigh({ kind: "reports", ...fewer }).weight,
  );
});
