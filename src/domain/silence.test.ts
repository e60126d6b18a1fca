import { expect, test } from "vitest";
import { chance } from "../lib/chance.ts";
import { soundsAlive, soundsDead } from "./silence.ts";

test.each([
  ["nothing sent", [], false],
  ["a handful of silent phones", [{ heard: 0, silent: 7 }], false],
  ["one more than a handful", [{ heard: 0, silent: 8 }], true],
  ["a blackout from the first message on", [{ heard: 0, silent: 40 }], true],
  [
    "a healthy channel",
    [
      { heard: 900, silent: 60 },
      { heard: 800, silent: 50 },
    ],
    false,
  ],
  [
    "a blackout after an hour of health",
    [
      { heard: 9_000, silent: 500 },
      { heard: 0, silent: 30 },
    ],
    true,
  ],
  [
    "a channel that came back",
    [
      { heard: 0, silent: 30 },
      { heard: 900, silent: 20 },
    ],
    false,
  ],
])("%s", (_name, minutes, dead) => {
  expect(soundsDead(minutes)).toBe(dead);
});

test.each([
  ["nobody answered yet", [], false],
  ["two canaries arrived", [{ heard: 2, silent: 0 }], false],
  ["three canaries arrived", [{ heard: 3, silent: 0 }], true],
  ["as many arrived as fell silent", [{ heard: 10, silent: 10 }], false],
  ["most canaries arrived", [{ heard: 14, silent: 6 }], true],
  ["most canaries fell silent", [{ heard: 6, silent: 14 }], false],
])("a channel on trial: %s", (_name, minutes, expected) => {
  expect(soundsAlive(minutes)).toBe(expected);
});

/** So many quarters of an hour of a channel that leaves this share of its attempts without news. */
function alarms(windows: number, share: number, attempts: number): number {
  const draw = chance(20_261_121);
  let rung = 0;
  for (let window = 0; window < windows; window++) {
    const minutes = Array.from({ length: 15 }, () => {
      let silent = 0;
      for (let n = 0; n < attempts; n++) if (draw() < share) silent += 1;
      return { heard: attempts - silent, silent };
    });
    if (soundsDead(minutes)) rung += 1;
  }
  return rung;
}

test.each([3, 10, 40])(
  "of 2,000 quarters of an hour at %i attempts a minute, health rings at most three, and death nearly all",
  (attempts) => {
    expect(alarms(2_000, 0.1, attempts)).toBeLessThanOrEqual(3);
    expect(alarms(2_000, 0.6, attempts)).toBeGreaterThan(1_900);
    // The bell is one that can ring: far from health, it does.
    expect(alarms(2_000, 0.45, attempts)).toBeGreaterThan(500);
  },
);
