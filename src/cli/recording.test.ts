import { expect, test } from "vitest";
import { parseAny, parseInterval, parseRecording } from "./recording.ts";

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

const asked = { intervalMs: 1_200_000, platformId: "whatsapp" };
const midnight = Date.parse("2026-01-01T00:00:00Z");

test("reads reports, counts and readings, and counts what people reported", () => {
  const lines = [
    '{"kind":"report","at":"2026-01-01T00:01:00Z","symptom":"send","country":"FR","version":"2.24"}',
    '{"kind":"report","at":"2026-01-01 00:02:00","platform":"whatsapp"}',
    '{"kind":"report","at":"2026-01-01T00:03:00Z","platform":"signal"}',
    '{"kind":"probe","at":"2026-01-01T00:30:00Z","source":"Paris","verdict":"down","detail":{"capability":"send"}}',
    '{"kind":"social","at":"2026-01-01T00:41:00Z","count":7}',
    '{"kind":"reports","at":"2026-01-01T01:00:00Z","count":4}',
    "",
  ];
  const { counts, readings, reports } = parseAny(lines.join("\n"), asked);
  expect(counts.map(({ count }) => count)).toEqual([2, 0, 0, 4]);
  expect(counts[0]?.at).toBe(midnight);
  expect(reports).toMatchObject([
    { symptom: "send", country: "FR", version: "2.24" },
    { symptom: "unsaid", country: null },
  ]);
  expect(readings).toEqual([
    {
      kind: "probe",
      source: "Paris",
      at: midnight + 1_800_000,
      verdict: "down",
      detail: { capability: "send" },
    },
    { kind: "social", source: "social", at: midnight + 2_400_000, count: 7 },
  ]);
});

test("where nobody reports, what was not counted is no data", () => {
  const lines = [0, 20, 40].map((minute) => {
    const at = new Date(midnight + minute * 60_000).toISOString();
    return JSON.stringify(
      minute === 20 ? { kind: "probe", at, verdict: "up" } : { kind: "reports", at, count: 1 },
    );
  });
  const { counts } = parseAny(lines.join("\n"), asked);
  expect(counts.map(({ count }) => count)).toEqual([1, null, 1]);
});

test.each([
  ['{"kind":"report","at":"2026-02-30T00:00:00Z"}', "Line 1: at: .*is not a time"],
  ['{"kind":"reports","at":"2026-01-01T00:00:00Z","count":-1}', "Line 1: count"],
  ['{"kind":"probe","at":"2026-01-01T00:00:00Z","verdict":"fine"}', "Line 1: verdict"],
  ['{"kind":"rumour","at":"2026-01-01T00:00:00Z"}', "Line 1: kind"],
  ['{"kind":"report"', "Line 1 is not JSON"],
  [
    '{"kind":"reports","at":"2026-01-02T00:00:00Z","count":1}\n{"kind":"reports","at":"2026-01-01T00:00:00Z","count":1}',
    "Line 2 is earlier",
  ],
  [
    '{"kind":"report","at":"2026-01-01T00:00:00Z","platform":"signal"}',
    "nothing about that platform",
  ],
  [
    '{"kind":"reports","at":"0001-01-01T00:00:00Z","count":1}\n{"kind":"reports","at":"9999-01-01T00:00:00Z","count":1}',
    "more than",
  ],
])("refuses %s with one sentence", (text, says) => {
  expect(() => parseAny(text, asked)).toThrow(new RegExp(says));
});

test("a time without a zone is UTC, wherever this runs", () => {
  expect(parseRecording("2026-01-01 00:00,3")).toEqual([{ at: midnight, count: 3 }]);
});
