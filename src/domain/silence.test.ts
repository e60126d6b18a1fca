import { expect, test } from "vitest";
import { soundsAlive, soundsDead } from "./silence.ts";

test.each([
  ["nothing sent", [], false],
  ["a handful of silent phones", [{ heard: 0, silent: 7 }], false],
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
  ["most canaries arrived", [{ heard: 14, silent: 6 }], true],
  ["most canaries fell silent", [{ heard: 6, silent: 14 }], false],
])("a channel on trial: %s", (_name, minutes, expected) => {
  expect(soundsAlive(minutes)).toBe(expected);
});
