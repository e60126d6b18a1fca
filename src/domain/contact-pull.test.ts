import { describe, expect, test } from "vitest";
import { needsPerson, type PullCounts, renamed, tableOf } from "./contact-pull.ts";

const counts = (more: Partial<PullCounts>): PullCounts => ({
  rows: 100,
  new: 0,
  changed: 0,
  unchanged: 100,
  refused: 0,
  gone: 0,
  withdrawn: 0,
  members: 100,
  ...more,
});

test.each([
  ["the first time, whatever it brings", { members: 0, changed: 90 }, false],
  ["a handful", { members: 20, gone: 10 }, false],
  ["just at the brake", { changed: 10, gone: 10 }, false],
  ["one more", { changed: 10, gone: 11 }, true],
  ["new people alone", { new: 5_000 }, false],
])("%s", (_name, more, held) => {
  expect(needsPerson(counts(more), 20)).toBe(held);
});

describe("a list of objects", () => {
  test("is a table of all the names there are, one level deep", () => {
    const json = {
      data: {
        people: [
          { id: 1, name: "Zoé", address: { city: "Lyon", geo: { lat: 1 } }, tags: ["a", "b"] },
          { id: 2, active: true, name: null },
        ],
      },
    };
    expect(tableOf(json, "data.people")).toEqual({
      ok: true,
      table: {
        header: ["id", "name", "address.city", "tags", "active"],
        rows: [
          ["1", "Zoé", "Lyon", "a, b", ""],
          ["2", "", "", "", "true"],
        ],
      },
    });
  });

  test("and nothing else is one", () => {
    for (const [json, path] of [
      [null, ""],
      ["[]", ""],
      [{ people: [] }, "constructor"],
      [{ people: {} }, "people"],
    ] as const) {
      expect(tableOf(json, path)).toEqual({ ok: false, code: "no_list" });
    }
    const wide = Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`c${at}`, 1]));
    expect(tableOf([wide], "")).toEqual({ ok: false, code: "too_many_columns" });
    expect(tableOf([1, "x", null, JSON.parse('{"__proto__":"p"}')], "")).toMatchObject({
      table: { header: ["__proto__"], rows: [[""], [""], [""], ["p"]] },
    });
  });
});

test("columns go under the names that they were given, or are left out", () => {
  const columns = { Handy: "mobile", noise: "" };
  expect(renamed(["Handy", "noise", "toString"], columns)).toEqual([
    "mobile",
    "tocsin ignored",
    "toString",
  ]);
});
