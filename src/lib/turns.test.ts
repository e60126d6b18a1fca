import { expect, test } from "vitest";
import { inTurns } from "./turns.ts";

test("nobody has two turns at once, and everybody keeps their order", () => {
  const said = ["ana 1", "ben 1", "ana 2", "ana+ben 1", "cy 1", "ben 2", "ana 3"];
  const names = (line: string) => (line.split(" ")[0] ?? "").split("+");
  expect(inTurns(said, names)).toEqual([
    ["ana 1", "ben 1", "cy 1"],
    ["ana 2"],
    ["ana+ben 1"],
    ["ben 2", "ana 3"],
  ]);
  expect(inTurns([], names)).toEqual([]);
  expect(inTurns(["x", "y"], () => [])).toEqual([["x", "y"]]);
});
