import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanComment } from "./report-comment.ts";
import { COMMENT_LENGTH_MAX, symptomsOf, versionOf } from "./report-details.ts";

test.each([
  ["plus rien depuis 9 h 30", "plus rien depuis 9 h 30"],
  ["  deux\n\n\tlignes \u0000 ici ", "deux lignes ici"],
  ["version 2.24.20 on Android 15", "version 2.24.20 on Android 15"],
  ["appelez-moi au 06 12 34 56 78 svp", "appelez-moi au […] svp"],
  ["call +44 (0)20 7946-0958 now", "call […] now"],
  ["écrivez à jean.dupont@exemple.fr ou www.exemple.fr/x", "écrivez à […] ou […]"],
  ["voir https://evil.example/?a=1 et HTTP://EVIL.EXAMPLE merci", "voir […] et […] merci"],
  ["jean (at) exemple.fr nous aide", "[…] nous aide"],
  ["gratuit sur bit.ly/abc ici", "gratuit sur […] ici"],
  ["suivez @arnaque_officielle vite", "suivez […] vite"],
  ["javascript:alert(1) rien ne marche", "[…] rien ne marche"],
  ["dis\u202Eort\u202C \u200Bet\u2066 fin", "disort et fin"],
  ["ｗｗｗ．evil．com est la page", "[…] est la page"],
])("%j is kept as %j", (typed, kept) => {
  expect(cleanComment(typed)).toBe(kept);
});

test.each(["", "   ", "06 12 34 56 78", "https://evil.example", "!!!", "😀😀😀", "ok"])(
  "%j says nothing that others could use",
  (typed) => {
    expect(cleanComment(typed)).toBeNull();
  },
);

test("markup stays text, for the page to escape", () => {
  expect(cleanComment("<script>alert(1)</script> ]]> &amp;")).toBe(
    "<script>alert(1)</script> ]]> &amp;",
  );
});

test("whatever is typed, what is kept is short, on one line and free of addresses", () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(
      "https://a.example/b",
      "a@b.example",
      "+33 6 12 34 56 78",
      "\n",
      "\u202E",
      "mot ",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const kept = cleanComment(pieces.join(" "));
      if (kept === null) return;
      expect(Array.from(kept).length).toBeLessThanOrEqual(COMMENT_LENGTH_MAX);
      expect(kept).not.toMatch(/[\n\r\t\0]|https?:\/\/|a@b|\u202E|6 12 34/);
    }),
    { seed: 10, numRuns: 300 },
  );
});

test("a comment made to be slow is read at once", () => {
  const hostile = `${"a.".repeat(30_000)}@${"1 ".repeat(30_000)}`;
  expect(cleanComment(hostile)?.length ?? 0).toBeLessThanOrEqual(COMMENT_LENGTH_MAX);
});

test.each([
  ["2.24.20", "2.24.20"],
  ["v2.24.20", "2.24.20"],
  ["Version 25 (beta)", "25"],
  ["2.24.20; drop table report", null],
  ["<b>1</b>", null],
  ["99999.99999.99999.99999", null],
  ["", null],
])("the version %j is %j", (typed, version) => {
  expect(versionOf(typed)).toBe(version);
});

test("nobody calls by e-mail", () => {
  expect(symptomsOf(["send", "receive"])).toEqual(["send", "receive", "other"]);
  expect(symptomsOf([])).toEqual(["other"]);
});
