import { expect, test } from "vitest";
import { channelPauseOf, type PacedChannel } from "./channel-pause.ts";

const minuteMs = 60_000;
const now = 100 * minuteMs;
const well: PacedChannel = { fell: null, quiet: null, full: 80, pace: 80, pacedAt: null };
const asked = (beganMs: number, endsMs: number) =>
  channelPauseOf({ ...well, quiet: { since: now + beganMs, until: now + endsMs } }, now);

test("of a channel that goes at its own speed there is nothing to tell", () => {
  expect(channelPauseOf(well, now)).toBeNull();
  expect(channelPauseOf({ ...well, pace: 79, pacedAt: now - minuteMs }, now)).toBeNull();
});

test("a pause is told with its end; only a long one moves people", () => {
  expect(asked(-minuteMs, 59 * minuteMs)).toEqual({
    kind: "silence",
    since: now - minuteMs,
    until: now + 59 * minuteMs,
    moves: true,
    perSecond: null,
  });
  expect(asked(0, 30_000)).toMatchObject({ until: now + 30_000, moves: false });
});

test("a second's pause is not worth a word, a row of them is", () => {
  expect(asked(0, 1_000)).toBeNull();
  expect(asked(-5 * minuteMs, 1_000)).toMatchObject({ kind: "silence", moves: true });
});

test("when the time has come it is tried again; when nobody tries, the row is over", () => {
  expect(asked(-10 * minuteMs, 0)).toMatchObject({ kind: "silence", until: null });
  expect(asked(-10 * minuteMs, -minuteMs)).toBeNull();
});

test("whoever was refused for speed goes more slowly for a while", () => {
  const slow = { ...well, pace: 12.5, pacedAt: now - 3_000 };
  expect(channelPauseOf(slow, now)).toMatchObject({
    kind: "slow",
    since: now - 3_000,
    perSecond: 12.5,
  });
  const quiet = { since: now, until: now + minuteMs };
  expect(channelPauseOf({ ...slow, quiet }, now)).toMatchObject({ kind: "silence" });
});

test("what fell rests, longer each time, whatever its provider says of its speed", () => {
  const quiet = { since: now, until: now + 60 * minuteMs };
  const fell = (agoMs: number, falls: number) =>
    channelPauseOf({ ...well, quiet, fell: { at: now - agoMs, falls } }, now);
  expect(fell(0, 1)).toMatchObject({ kind: "rest", since: now, until: now + 5 * minuteMs });
  expect(fell(0, 3)).toMatchObject({ until: now + 20 * minuteMs });
  expect(fell(5 * minuteMs, 1)).toMatchObject({ kind: "rest", until: null });
});
