import { expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { wordsFor } from "../lib/words.ts";
import { toldEvent } from "../pages/told-event.ts";
import { readTime } from "./record.ts";

/** A quarter past eleven at night in Paris is still the day before in London. */
const paris = { timeZone: "Europe/Paris", now: Date.UTC(2026, 6, 1, 22, 15) };

test.each([
  ["10:14", "2026-07-02T08:14:00.000Z"],
  ["10:14:30", "2026-07-02T08:14:30.000Z"],
  ["2026-01-31 10:14", "2026-01-31T09:14:00.000Z"],
  ["2026-01-31T10:14Z", "2026-01-31T10:14:00.000Z"],
  ["2026-01-31T10:14+05:30", "2026-01-31T04:44:00.000Z"],
])("%s is a moment on the organisation's clock, or of its own zone", (text, moment) => {
  expect(new Date(readTime(text, paris)).toISOString()).toBe(moment);
});

test.each(["", "noon", "25:00", "2026-02-30 10:00", "10:14; drop table"])("%j is none", (text) => {
  expect(() => readTime(text, paris)).toThrow(/is no time: write 10:14/);
});

test("a line of the record is told in the reader's words, and what people typed stays on it", () => {
  const reader = { timeZone: "Europe/Paris", platformOf: () => "WhatsApp", withDay: true };
  const at = "2026-07-01T08:14:00.000Z";
  const found = { at, actor: "detector", name: "assessment.record" };
  const event = { ...found, detail: { platformId: "whatsapp", level: "confirmed" } };
  expect(toldEvent(event, { ...reader, words: wordsFor("fr") })).toMatch(
    /^2026-07-01 10:14:00 {2}Détecteur +WhatsApp\s: Confirmé$/,
  );
  const detail = { note: "one\n2026-07-01 10:15:00  Marc\u001b[2J", recipients: 2 };
  const typed = { at, actor: "Ada\u202e", name: "no.such-event", detail };
  expect(toldEvent(typed, { ...reader, withDay: false, words: wordsFor("en") })).toBe(
    "10:14:00  Ada                     Recorded: no.such-event " +
      "(one 2026-07-01 10:15:00 Marc [2J · 2 people)",
  );
});

test("settings that are none are refused before anything starts", () => {
  expect(() => readConfig({ TOCSIN_LOG: "loud" })).toThrow(/^TOCSIN_LOG must be one of trace/);
  expect(readConfig({ TOCSIN_LOG: "", DATABASE_URL: "" })).toMatchObject({ logLevel: "warn" });
  const secret = "mysql://root:hunter2@db/x";
  expect(() => readConfig({ DATABASE_URL: secret })).toThrow(
    /^DATABASE_URL must begin with [^@]*$/,
  );
  const url = "postgresql://tocsin@db/tocsin";
  expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
});
