import { expect, test } from "vitest";
import { classify, type Surroundings, unknownSurroundings } from "./classify.ts";

const outage: Surroundings = {
  ...unknownSurroundings,
  excess: 400,
  ratio: 50,
  byCountry: {
    FR: { excess: 180, usualShare: 0.4 },
    ES: { excess: 120, usualShare: 0.3 },
    BR: { excess: 100, usualShare: 0.3 },
  },
  bySymptom: {
    sending: { excess: 200, usualShare: 0.5 },
    login: { excess: 200, usualShare: 0.2 },
  },
};

const shares = (parts: Record<string, [number, number]>) =>
  Object.fromEntries(
    Object.entries(parts).map(([name, [excess, usualShare]]) => [name, { excess, usualShare }]),
  );

test.each<[string, Partial<Surroundings>, string, string | null]>([
  ["everywhere, every symptom", {}, "general", null],
  ["too little to tell", { excess: 19 }, "unknown_yet", null],
  ["one country", { byCountry: shares({ FR: [330, 0.4], ES: [70, 0.3] }) }, "regional", "FR"],
  [
    "one country, but nearly all reports always come from there",
    { byCountry: shares({ FR: [390, 0.95], ES: [10, 0.05] }) },
    "general",
    null,
  ],
  ["one network", { byNetwork: shares({ AS3215: [390, 0.2] }) }, "regional", "AS3215"],
  [
    "one symptom while text passes",
    { bySymptom: shares({ calls: [300, 0.1], sending: [100, 0.6] }), textProbe: "up" },
    "feature",
    "calls",
  ],
  [
    "one symptom while nobody knows whether text passes",
    { bySymptom: shares({ calls: [300, 0.1] }), textProbe: "unknown" },
    "general",
    null,
  ],
  [
    "one version, slowly",
    { byVersion: shares({ "2.26.9": [360, 0.3], "2.26.8": [40, 0.7] }), rampMinutes: 120 },
    "app_version",
    "2.26.9",
  ],
  [
    "one version, at once",
    { byVersion: shares({ "2.26.9": [360, 0.3] }), rampMinutes: 5 },
    "general",
    null,
  ],
  [
    "the version everybody has",
    { byVersion: shares({ "2.26.9": [360, 0.9], "2.26.8": [40, 0.1] }), rampMinutes: 120 },
    "general",
    null,
  ],
  ["our own line", { excess: 0, controlsFail: true }, "only_us", null],
  ["six unrelated sites within one cycle", { excess: 3, unrelatedDown: 6 }, "only_us", null],
  [
    "our own line, and the ordinary ups and downs of a large stream",
    { excess: 40, ratio: 1.1, controlsFail: true },
    "only_us",
    null,
  ],
  ["our own line while everybody complains", { controlsFail: true }, "general", null],
  ["our own account", { accountBlocked: true }, "blocked_account", null],
  [
    "the noise of a larger outage elsewhere",
    { ratio: 5, others: [{ platform: "instagram", excess: 5_000, ratio: 300 }] },
    "spill_over",
    "instagram",
  ],
  [
    "louder than the other",
    { ratio: 300, others: [{ platform: "instagram", excess: 90, ratio: 5 }] },
    "general",
    null,
  ],
])("%s", (_, change, kind, subject) => {
  expect(classify({ ...outage, ...change })).toEqual({ class: kind, subject });
});
