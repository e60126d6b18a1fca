import { expect, test } from "vitest";
import { PairRate as Ruling } from "../simulators/windows.ts";
import { pairMemoryMs, pairWaitMs } from "./pair-rate.ts";

const whatsApp = { unitMs: 6_000, burstMax: 45 };
const waits = (sentAt: number[], now: number) => pairWaitMs(sentAt, whatsApp, now);

test("one message in six seconds, and a burst that is paid back in silence", () => {
  expect(waits([], 0)).toBe(0);
  expect(waits([0], 6_000)).toBe(0);
  expect(waits([0], 3_000)).toBe(0);
  expect(waits([0, 3_000], 7_000)).toBe(5_000);
  expect(waits([0, 3_000], 12_000)).toBe(0);
  expect(
    waits(
      Array.from({ length: 45 }, () => 0),
      1,
    ),
  ).toBe(45 * 6_000 - 1);
  expect(waits([3_000, 0], 7_000)).toBe(5_000);
});

test("who waits as long as this says is never refused by the simulated rule, and not longer than need be", () => {
  let seed = 7;
  const dice = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  for (let person = 0; person < 300; person++) {
    const ruling = new Ruling();
    const sent: number[] = [];
    let now = 1_000;
    for (let n = 0; n < 60; n++) {
      now += Math.floor(dice() ** 4 * 20_000);
      const recent = sent.filter((at) => now - at < pairMemoryMs(whatsApp));
      const waitMs = pairWaitMs(recent, whatsApp, now);
      if (waitMs > 0 && dice() < 0.1) {
        expect(ruling.takes("ana", now + waitMs - 1, whatsApp.unitMs)).toBe(false);
      }
      now += waitMs;
      expect(ruling.takes("ana", now, whatsApp.unitMs)).toBe(true);
      sent.push(now);
    }
  }
});
