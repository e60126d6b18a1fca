import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { PLACES_MAX, type Waiting, Window } from "./wire-window.ts";

const PLACES_MIN = 128;

/** As `node --expose-gc` has it, for this file alone. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
}

/** Places are numbers here, in the order in which they were opened. */
function openWindow(): Window<number> {
  let opened = 0;
  return new Window(() => opened++);
}

/** A crowd at a window; whoever begins is noted in order, each with their place. */
function crowd(window: Window<number>, size: number) {
  const begun: { n: number; place: number }[] = [];
  for (let n = 0; n < size; n++) {
    window.enter({
      begin(place) {
        begun.push({ n, place });
        return true;
      },
    });
  }
  return begun;
}

/** Everybody who is under way is answered after so long, again and again. */
function answerAll(window: Window<number>, begun: readonly { place: number }[], answerMs: number) {
  for (let n = 0; n < begun.length; n++) window.leave(begun[n]?.place ?? Number.NaN, answerMs);
}

describe("the window", () => {
  test("lets all in that may be, until an answer says how fast they are", () => {
    const begun = crowd(openWindow(), 1_000);
    expect(begun).toHaveLength(PLACES_MAX);
    expect(begun.slice(0, 3)).toEqual([
      { n: 0, place: 0 },
      { n: 1, place: 1 },
      { n: 2, place: 2 },
    ]);
  });

  test("uses few connections where answers are quick, and serves everybody in order", () => {
    const window = openWindow();
    const begun = crowd(window, 1_000);
    for (let place = 0; place < PLACES_MAX - PLACES_MIN; place++) window.leave(place, 1);
    expect(begun).toHaveLength(PLACES_MAX);
    window.leave(PLACES_MAX - PLACES_MIN, 1);
    expect(begun).toHaveLength(PLACES_MAX + 1);
    answerAll(window, begun.slice(PLACES_MAX - PLACES_MIN + 1), 1);
    expect(begun).toHaveLength(PLACES_MAX + 1 + PLACES_MIN);
    expect(begun.map(({ n }) => n)).toEqual(begun.map((_, index) => index));
  });

  test("hands the place that was left to whoever waits, and gives it to nobody else", () => {
    const window = openWindow();
    const begun = crowd(window, PLACES_MAX + 2);
    window.leave(7, 2_000);
    window.leave(3, 2_000);
    expect(begun.slice(PLACES_MAX)).toEqual([
      { n: PLACES_MAX, place: 7 },
      { n: PLACES_MAX + 1, place: 3 },
    ]);
    expect(window.opened).toHaveLength(PLACES_MAX);
  });

  test("takes the place first that was left last: the others are let go when they are idle", () => {
    const window = openWindow();
    for (const { place } of crowd(window, 5)) window.leave(place, 2_000);
    expect(crowd(window, 2).map(({ place }) => place)).toEqual([4, 3]);
  });

  test("opens again as soon as one answer was slow", () => {
    const window = openWindow();
    answerAll(window, crowd(window, PLACES_MAX), 1);
    const begun = crowd(window, 1_000);
    expect(begun).toHaveLength(PLACES_MIN);
    window.leave(begun[0]?.place ?? Number.NaN, 2_000);
    expect(begun).toHaveLength(PLACES_MIN + 1 + (PLACES_MAX - PLACES_MIN));
  });

  test("passes over whoever has given up, and keeps no place for them", () => {
    const window = openWindow();
    crowd(window, PLACES_MAX);
    let asked = 0;
    const gone: Waiting<number> = { begin: () => ((asked += 1), false) };
    for (let n = 0; n < 10_000; n++) window.enter(gone);
    const late = crowd(window, 1);
    window.leave(0, 1_000);
    expect([asked, late]).toEqual([10_000, [{ n: 0, place: 0 }]]);
  });

  test("keeps nobody whose turn was, even while somebody always waits", async () => {
    const window = openWindow();
    crowd(window, PLACES_MAX + 1);
    const gone: WeakRef<Waiting<number>>[] = [];
    for (let n = 0; n < 5_000; n++) {
      const waiting: Waiting<number> = { begin: () => true };
      gone.push(new WeakRef(waiting));
      window.enter(waiting);
      window.leave(n % PLACES_MAX, 1_000);
    }
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(gone.filter((each) => each.deref() !== undefined).length).toBeLessThan(1_500);
  });

  test("does not fall over when thousands fail the moment they begin", () => {
    const window = openWindow();
    let failed = 0;
    for (let n = 0; n < 20_000; n++) {
      window.enter({
        begin(place) {
          failed += 1;
          window.leave(place, 0);
          return true;
        },
      });
    }
    expect(failed).toBe(20_000);
    expect(window.opened).toHaveLength(1);
  });
});
