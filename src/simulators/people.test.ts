import { expect, test } from "vitest";
import { createPeople, promptHabits, usualHabits } from "./people.ts";

const crowd = Array.from({ length: 20_000 }, (_, n) => `+336${String(n).padStart(8, "0")}`);

test("the same person does the same thing on each run, and another seed is another public", () => {
  const once = crowd.map(createPeople());
  expect(crowd.map(createPeople())).toEqual(once);
  expect(crowd.map(createPeople({ ...usualHabits, seed: 2 }))).not.toEqual(once);
});

test("the shares are what the habits say", () => {
  const lives = crowd.map(createPeople());
  const share = (count: number) => count / lives.length;
  const answers = (text: string) => lives.filter(({ answer }) => answer?.text === text).length;
  expect(share(lives.filter(({ reachable }) => !reachable).length)).toBeCloseTo(0.02, 1);
  expect(share(lives.filter(({ readAfterMs }) => readAfterMs !== null).length)).toBeCloseTo(
    0.75,
    1,
  );
  expect(share(answers("1"))).toBeCloseTo(0.75 * 0.45, 1);
  expect(answers("STOP")).toBeGreaterThan(0);
});

test("nobody reads before it came, or answers before reading", () => {
  for (const { deliveredAfterMs, readAfterMs, answer } of crowd.map(createPeople())) {
    expect(deliveredAfterMs).toBeLessThanOrEqual(usualHabits.deliveryMsMax);
    if (readAfterMs !== null) expect(readAfterMs).toBeGreaterThanOrEqual(deliveredAfterMs);
    if (answer) expect(answer.afterMs).toBeGreaterThanOrEqual(readAfterMs ?? Infinity);
  }
});

test("prompt people all get and read everything, and named ones live as they are told", () => {
  const people = createPeople(promptHabits, { ana: { reachable: false } });
  expect(people("ana").reachable).toBe(false);
  expect(crowd.map(people).every(({ reachable, readAfterMs }) => reachable && readAfterMs)).toBe(
    true,
  );
});
