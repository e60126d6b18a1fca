import { expect, test } from "vitest";
import { runLoop } from "./loop.ts";

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
