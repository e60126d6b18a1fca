import { expect, test, vi } from "vitest";
import { createBell } from "../lib/bell.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import { type Loop, runLoop } from "./loop.ts";

function notebook() {
  const lines: Record<string, unknown>[] = [];
  const note = (fields: Record<string, unknown>) => void lines.push(fields);
  return { lines, info: note, warn: note, error: note };
}

test("a loop that stumbles says so, waits longer, and goes on", async () => {
  const log = notebook();
  const stop = new AbortController();
  let rounds = 0;
  await runLoop(
    { name: "test", everyMs: 1, log },
    async () => {
      rounds++;
      if (rounds <= 3) throw new Error("the database is away");
      stop.abort();
    },
    stop.signal,
  );
  expect(rounds).toBe(4);
  expect(log.lines.map(({ pauseMs }) => pauseMs)).toEqual([2, 4, 8]);
  expect(log.lines[0]).toMatchObject({ loop: "test", cause: "the database is away" });
});

test("it never works twice at a time, and ends with the signal, even from its pause", async () => {
  const stop = new AbortController();
  let inside = 0;
  let most = 0;
  let rounds = 0;
  const running = runLoop(
    { name: "test", everyMs: 1, log: notebook() },
    async () => {
      most = Math.max(most, ++inside);
      await Promise.resolve();
      inside--;
      if (++rounds === 5) queueMicrotask(() => stop.abort());
    },
    stop.signal,
  );
  await running;
  expect(most).toBe(1);
  expect(rounds).toBe(5);
});

/** Counts the rounds of a loop, in minutes that pass as they are told to. */
function counted(loop: Pick<Loop, "everyMs" | "bell" | "quietMs">) {
  vi.useFakeTimers();
  const stop = new AbortController();
  let rounds = 0;
  const named = { name: "test", log: notebook(), ...loop };
  const done = runLoop(named, async () => void rounds++, stop.signal);
  return {
    async roundsIn(ms: number) {
      const before = rounds;
      await vi.advanceTimersByTimeAsync(ms);
      return rounds - before;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await done;
      vi.useRealTimers();
    },
  };
}

test("pages are drawn each second while a play flies, and four times a minute after it", async () => {
  let pace = 60;
  await using pages = counted({ everyMs: () => (pace > 1 ? SECOND_MS : 15 * SECOND_MS) });
  expect(await pages.roundsIn(MINUTE_MS)).toBe(60);
  pace = 1;
  await pages.roundsIn(SECOND_MS);
  expect(await pages.roundsIn(MINUTE_MS)).toBe(4);
});

test("where all is quiet it rests as long as it may, and a ring wakes it", async () => {
  vi.useFakeTimers();
  const bell = createBell();
  await using seal = counted({ everyMs: SECOND_MS, quietMs: 5 * SECOND_MS, bell });
  await seal.roundsIn(10 * SECOND_MS);
  expect(await seal.roundsIn(MINUTE_MS)).toBe(12);
  await seal.roundsIn(SECOND_MS);
  bell.ring();
  expect(await seal.roundsIn(0)).toBe(1);
});
