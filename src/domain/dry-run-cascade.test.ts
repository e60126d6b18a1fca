import { expect, test } from "vitest";
import { SilentFall, silentChain } from "./dry-run-cascade.ts";
import type { Terms, WayState } from "./next-step.ts";

const terms = (ways: WayState[], success: "delivered" | "accepted" = "delivered"): Terms => ({
  cascade: {
    rungs: [
      { channelId: 1, patienceMs: 120_000, success },
      { channelId: 2, patienceMs: 180_000, success: "delivered" },
      { channelId: 3, patienceMs: 60_000, success: "accepted" },
    ],
    expiresAfterMs: 3_600_000,
    triesMax: 3,
  },
  expiresAt: 3_600_000,
  way: (rung) => ways[rung] ?? "none",
  quiet: () => null,
  idempotent: () => false,
});

test("in silence the next way is taken when patience ends, as the deliver loop would", () => {
  expect(silentChain(terms(["open", "open", "open"]))).toEqual([
    { rung: 1, afterSeconds: 120 },
    { rung: 2, afterSeconds: 180 },
  ]);
  expect(silentChain(terms(["open", "none", "open"]))).toEqual([{ rung: 2, afterSeconds: 120 }]);
  expect(silentChain(terms(["closed", "open", "open"]))).toEqual([{ rung: 2, afterSeconds: 180 }]);
  // A way that is down is waited for: nobody knows when it comes back.
  expect(silentChain(terms(["open", "closed", "none"]))).toEqual([]);
  // Where accepted is all that can be known, the first message is the last.
  expect(silentChain(terms(["open", "open", "open"], "accepted"))).toEqual([]);
  expect(silentChain(terms(["none", "none", "none"]))).toEqual([]);
});

const line = (channelId: number, perSecond: number, leftToday: number | null = null) => ({
  channelId,
  name: `${channelId}`,
  perSecond,
  messageCents: channelId === 2 ? 7 : null,
  leftToday,
});

test("everybody falls at the rate of each channel, behind those who began there", () => {
  const fall = new SilentFall([line(1, 10), line(2, 2), line(3, 100)], 3_600);
  const all = silentChain(terms(["open", "open", "open"]));
  const two = silentChain(terms(["none", "open", "open"]));
  for (let n = 0; n < 100; n++) fall.start(1, all);
  for (let n = 0; n < 300; n++) fall.start(2, two);
  expect(fall.play()).toEqual({
    channels: [
      // The 300 of its own are done after 150 seconds; a hundred more take fifty.
      { channelId: 2, people: 100, fromSeconds: 150, untilSeconds: 200, costCents: 700 },
      { channelId: 3, people: 400, fromSeconds: 181, untilSeconds: 381, costCents: null },
    ],
    tooLate: 0,
    full: 0,
  });
});

test("a quota that is used up is passed by, and nothing leaves after the end", () => {
  const all = silentChain(terms(["open", "open", "open"]));
  const short = silentChain(terms(["open", "open", "none"]));
  const fall = new SilentFall([line(1, 10), line(2, 10, 4), line(3, 10)], 250);
  for (let n = 0; n < 10; n++) fall.start(1, n < 5 ? all : short);
  const { channels, full, tooLate } = fall.play();
  expect(channels.map(({ channelId, people }) => [channelId, people])).toEqual([
    [2, 4],
    [3, 1],
  ]);
  // One of the first five finds it full and goes on at once; five have no other way.
  expect({ full, tooLate }).toEqual({ full: 5, tooLate: 4 });
});

test("fallbacks draw from the places that the first messages leave, one for each new address", () => {
  const places = { left: 12, known: new Set<string>() };
  const [first, second, third] = [line(1, 10), line(2, 10), line(3, 10)];
  const fall = new SilentFall([first, { ...second, places }, { ...third, places }], 3_600);
  const all = silentChain(terms(["open", "open", "open"]));
  const at = (chain: typeof all, given: (number | null)[]) =>
    chain.map((step) => ({ ...step, place: given[step.rung] ?? null }));
  // Ten whose two further ways lead to one address, ten who are nobody new, ten with two addresses.
  for (const chain of [at(all, [null, 1, 1]), at(all, []), at(all, [null, 1, 2])]) {
    for (let n = 0; n < 10; n++) fall.start(1, chain);
  }
  const { channels, full, tooLate } = fall.play();
  expect(channels.map(({ channelId, people }) => [channelId, people])).toEqual([
    // Ten places, none, and the last two; for eight there is no place there, nor on the next way.
    [2, 22],
    // The same address needs no second place; two with another address find none.
    [3, 20],
  ]);
  expect({ full, tooLate }).toEqual({ full: 10, tooLate: 0 });
  expect(places.left).toBe(12);
});
