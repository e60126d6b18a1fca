import { expect, test } from "vitest";
import { parseInterval, parseRecording } from "./recording.ts";

test("reads counts in order, and tells no data from none", () => {
  const text = "\uFEFFtimestamp,count\r\n2020-01-01T00:00:00Z,3\r\n2020-01-01T00:20:00Z,\n";
  expect(parseRecording(text)).toEqual([
    { at: Date.parse("2020-01-01T00:00:00Z"), count: 3 },
    { at: Date.parse("2020-01-01T00:20:00Z"), count: null },
  ]);
});

test.each([
  ["yesterday,3", "Line 1"],
  ["2020-01-01T00:00:00Z,3\n2020-01-01T00:00:00Z,4", "Line 2"],
  ["2020-01-01T00:00:00Z,many", "not a count"],
  ["2020-01-01T00:00:00Z,-3", "not a count"],
  ["2020-01-01T00:00:00Z,3,4", "two columns"],
  ["timestamp,count\n", "no lines"],
])("refuses %j with one sentence", (text, says) => {
  expect(() => parseRecording(text)).toThrow(says);
});

test.each([
  ["20m", 1_200_000],
  ["60 s", 60_000],
  ["1h", 3_600_000],
])("%s is %d ms", (text, ms) => expect(parseInterval(text)).toBe(ms));

test.each(["20", "m", "1s", "9h", "-5m"])("%s is no interval", (text) => {
  expect(() => parseInterval(text)).toThrow(/interval/);
});
