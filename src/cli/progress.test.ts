import { expect, test } from "vitest";
import { createProgress, sizeOf } from "./progress.ts";

function createScreen(screen: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  let at = 0;
  const out = { ...screen, write: (text: string) => written.push(text) };
  return { out, written, clock: () => at, pass: (ms: number) => void (at += ms) };
}

test("a terminal sees a bar with rate and time left, drawn over itself", () => {
  const screen = createScreen({ isTTY: true, columns: 100 });
  const progress = createProgress({ label: "rows", total: 1_000, ...screen });
  screen.pass(1_000);
  progress.set(250);
  progress.set(251);
  expect(screen.written).toEqual([
    "\r\x1b[2K[######..................]  25% 250 of 1,000 rows, 250/s, 3 s left",
  ]);
  screen.pass(3_000);
  progress.set(1_000);
  progress.end();
  expect(screen.written.at(-1)).toBe("\n");
  expect(screen.written.at(-2)).toContain("100% 1,000 of 1,000 rows, 250/s, took 4 s");
});

test("a log gets a plain line every few seconds", () => {
  const screen = createScreen();
  const progress = createProgress({
    label: "read",
    total: 9_000_000,
    format: sizeOf,
    ...screen,
  });
  for (let second = 1; second <= 9; second++) {
    screen.pass(1_000);
    progress.set(second * 1_000_000);
  }
  progress.line("found something");
  expect(screen.written).toEqual([
    " 55% 5.0 MB of 9.0 MB read, 1.0 MB/s, 4 s left\n",
    "found something\n",
  ]);
});

test("a narrow terminal loses the bar, never the numbers' line", () => {
  const screen = createScreen({ isTTY: true, columns: 40 });
  const progress = createProgress({ label: "rows", total: 1_000, ...screen });
  screen.pass(7_300_000);
  progress.set(1);
  expect(screen.written[0]?.length).toBeLessThan(40 + "\r\x1b[2K".length);
  expect(screen.written[0]).toContain("0% 1 of 1,000 rows");
});
