import { expect, test } from "vitest";
import { MINUTE_MS } from "../lib/clock.ts";
import { type MachineState, playMinutes } from "./play-minutes.ts";

const BEFORE = Date.parse("2026-03-05T06:59:08.861Z");
const START = Date.parse("2026-03-05T07:00:00Z");

/** A clock without patience: it is at once wherever it may be. And a machine that needs its time. */
function stage(machine: (stop: AbortController) => MachineState, most = 5) {
  const played: number[] = [];
  /** In which minute of the clock each was played. */
  const during: number[] = [];
  const stops: number[] = [];
  const stop = new AbortController();
  let at = BEFORE;
  let pauses = 0;
  const run = playMinutes({
    now: () => at,
    mayReach(to) {
      at = Math.max(at, to);
      stops.push((to - START) / MINUTE_MS);
    },
    signal: stop.signal,
    most,
    machine: async () => machine(stop),
    async play(minute) {
      played.push(minute);
      during.push(Math.floor((at - START) / MINUTE_MS));
      return { over: false };
    },
    pause: async () => void pauses++,
  });
  return { run, played, during, stops, pauses: () => pauses, at: () => (at - START) / MINUTE_MS };
}

test("a clock that could be anywhere is in the minute that is played, also where messages go out in between", async () => {
  let asked = 0;
  const machines: (() => MachineState)[] = [() => "idle", () => (asked++ % 2 ? "sending" : "idle")];
  for (const machine of machines) {
    const { run, played, during } = stage(machine);
    await run;
    expect(played).toEqual([0, 1, 2, 3, 4]);
    expect(during).toEqual(played);
  }
});

test("while the machine is behind, the clock stands; one that has stumbled does not hold it for ever", async () => {
  let asked = 0;
  const slow = stage(() => (asked++ % 10 < 9 ? "behind" : "idle"));
  await slow.run;
  expect(slow.played).toHaveLength(5);
  expect(slow.pauses()).toBe(5 * 9);

  const stuck = stage(() => "behind", 2);
  await stuck.run;
  expect(stuck.played).toEqual([0, 1]);
});

test("while messages go out, time goes in steps, with a moment for the machine in each", async () => {
  const { run, stops, pauses, at } = stage(() => "sending", 3);
  await run;
  const steps = stops.slice(1).map((stop, index) => stop - (stops[index] ?? 0));
  expect(Math.max(...steps)).toBeLessThan(0.1);
  expect(pauses()).toBeGreaterThanOrEqual(2 * 15);
  expect(at()).toBe(2);
});

test("told to stop, it stops wherever it is", async () => {
  const held = stage((stop) => {
    stop.abort();
    return "behind";
  });
  await held.run;
  expect(held.played).toEqual([]);
});
