import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { PLACES_MAX, type Waiting, Window } from "./wire-window.ts";

const PLACES_MIN = 32;

/** As `node --expose-gc` has it, for this file alone. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
}

/** A crowd at a window; whoever begins is noted, in order. */
function crowd(window: Window, size: number) {
  const begun: number[] = [];
  for (let n = 0; n < size; n++) {
    window.enter({
      begin() {
        begun.push(n);
        return true;
      },
    });
  }
  return begun;
}

/** Everybody who is under way is answered after so long, again and again. */
function answerAll(window: Window, begun: readonly number[], answerMs: number): void {
  for (let answered = 0; answered < begun.length; answered++) window.leave(answerMs);
}

describe("the window", () => {
  test("lets all in that may be, until an answer says how fast they are", () => {
    const begun = crowd(new Window(), 1_000);
    expect(begun).toHaveLength(PLACES_MAX);
    expect(begun.slice(0, 3)).toEqual([0, 1, 2]);
  });

  test("uses few connections where answers are quick, and serves everybody in order", () => {
    const window = new Window();
    const begun = crowd(window, 1_000);
    for (let n = 0; n < PLACES_MAX - PLACES_MIN; n++) window.leave(1);
    expect(begun).toHaveLength(PLACES_MAX);
    window.leave(1);
    expect(begun).toHaveLength(PLACES_MAX + 1);
    answerAll(window, begun.slice(PLACES_MAX - PLACES_MIN + 1), 1);
    expect(begun).toHaveLength(PLACES_MAX + 1 + PLACES_MIN);
    expect(begun).toEqual([...begun].sort((a, b) => a - b));
  });

  test("opens again as soon as one answer was slow", () => {
    const window = new Window();
    answerAll(window, crowd(window, PLACES_MAX), 1);
    const begun = crowd(window, 1_000);
    expect(begun).toHaveLength(PLACES_MIN);
    window.leave(2_000);
    expect(begun).toHaveLength(PLACES_MIN + 1 + (PLACES_MAX - PLACES_MIN));
  });

  test("passes over whoever has given up, and keeps no place for them", () => {
    const window = new Window();
    crowd(window, PLACES_MAX);
    let asked = 0;
    const gone: Waiting = { begin: () => ((asked += 1), false) };
    for (let n = 0; n < 10_000; n++) window.enter(gone);
    const late = crowd(window, 1);
    window.leave(1_000);
    expect([asked, late.length]).toEqual([10_000, 1]);
  });

  test("keeps nobody whose turn was, even while somebody always waits", async () => {
    const window = new Window();
    crowd(window, PLACES_MAX + 1);
    const gone: WeakRef<Waiting>[] = [];
    for (let n = 0; n < 5_000; n++) {
      const waiting: Waiting = { begin: () => true };
      gone.push(new WeakRef(waiting));
      window.enter(waiting);
      window.leave(1_000);
    }
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    expect(gone.filter((each) => each.deref() !== undefined).length).toBeLessThan(1_500);
  });

  test("does not fall over when thousands fail the moment they begin", () => {
    const window = new Window();
    let failed = 0;
    for (let n = 0; n < 20_000; n++) {
      window.enter({
        begin() {
          failed += 1;
          window.leave(0);
          return true;
        },
      });
    }
    expect(failed).toBe(20_000);
  });
});
