import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createBell, wakeful } from "./bell.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Somebody who looks ten times a second, and counts how often. */
function watchman(bell: Pick<ReturnType<typeof createBell>, "rest">) {
  const stop = new AbortController();
  const seen = { looks: 0 };
  const done = (async () => {
    while (!stop.signal.aborted) {
      seen.looks++;
      await bell.rest(100, stop.signal);
    }
  })();
  const looksIn = async (ms: number) => {
    const before = seen.looks;
    await vi.advanceTimersByTimeAsync(ms);
    return seen.looks - before;
  };
  return { looksIn, stop, done };
}

test("where nothing happens one looks once a second, and a ring wakes everybody at once", async () => {
  const bell = createBell();
  const { looksIn, stop, done } = watchman(bell);
  expect(await looksIn(2_000)).toBe(20);
  await looksIn(2_000);
  expect(await looksIn(60_000)).toBe(60);
  bell.ring();
  expect(await looksIn(0)).toBe(1);
  expect(await looksIn(2_000)).toBe(20);
  await looksIn(2_000);
  expect(await looksIn(60_000)).toBe(60);
  stop.abort();
  await done;
});

test("a ring that comes while somebody works is not lost", async () => {
  const bell = createBell();
  await vi.advanceTimersByTimeAsync(60_000);
  bell.ring();
  const { looksIn, stop, done } = watchman(bell);
  expect(await looksIn(1_000)).toBe(10);
  stop.abort();
  await done;
});

test("while time flies it never is quiet, and nobody waits longer than he says", async () => {
  let flies = true;
  const bell = createBell({ isHasty: () => flies });
  const [mine, other] = [watchman(bell), watchman(wakeful)];
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await mine.looksIn(1_000)).toBe(10);
  flies = false;
  await mine.looksIn(1_000);
  expect(await mine.looksIn(10_000)).toBe(10);
  expect(await other.looksIn(10_000)).toBe(100);
  mine.stop.abort();
  other.stop.abort();
  await Promise.all([mine.done, other.done]);
});

test("the signal ends a rest of either kind, and leaves no timer behind", async () => {
  const bell = createBell();
  const stop = new AbortController();
  const briefly = bell.rest(100, stop.signal);
  await vi.advanceTimersByTimeAsync(60_000);
  await briefly;
  const long = bell.rest(100, stop.signal, 5_000);
  await vi.advanceTimersByTimeAsync(200);
  stop.abort();
  await long;
  await bell.rest(100, stop.signal);
  expect(vi.getTimerCount()).toBe(0);
});
