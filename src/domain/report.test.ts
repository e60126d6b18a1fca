import { expect, test } from "vitest";
import { type ReportFacts, reportOf } from "./report.ts";

const minute = 60_000;
const title = { fr: "Panne", en: "Outage" };
const facts = (change: Partial<ReportFacts> = {}): ReportFacts => ({
  incident: {
    id: "i",
    platform: "WhatsApp",
    title,
    state: "resolved",
    class: "general",
    origin: "assessment",
    drill: false,
    startedAt: 0,
    openedAt: 4 * minute,
    confirmedAt: 6 * minute,
    monitoringAt: 40 * minute,
    closedAt: 60 * minute,
    peak: null,
  },
  publishedAt: [25 * minute, 9 * minute],
  broadcasts: [
    { id: 1, title: "a", startedAt: null, recipients: 5 },
    { id: 2, title: "b", startedAt: 12 * minute, recipients: 5 },
  ],
  reached: [
    { minute: 14 * minute, channelId: 2, channel: "SMS", people: 3 },
    { minute: 13 * minute, channelId: 1, channel: "E-mail", people: 1 },
    { minute: 14 * minute, channelId: 1, channel: "E-mail", people: 1 },
  ],
  answers: { safe: 2, help: 1, none: 2, reached: 5, recipients: 5 },
  tasks: [
    { key: "in time", title, dueAt: 9 * minute, doneAt: 8 * minute, state: "done" },
    { key: "late", title, dueAt: 9 * minute, doneAt: 12 * minute, state: "done" },
    { key: "skipped", title, dueAt: 50 * minute, doneAt: 60 * minute, state: "skipped" },
    { key: "not due", title, dueAt: 90 * minute, doneAt: 60 * minute, state: "skipped" },
  ],
  feeds: [],
  timeline: [],
  ...change,
});

test("every step is counted from the start of the trouble", () => {
  expect(reportOf(facts(), 0).took).toEqual({
    detectMs: 4 * minute,
    confirmMs: 6 * minute,
    firstNoticeMs: 9 * minute,
    firstBroadcastMs: 12 * minute,
    lastedMs: 60 * minute,
  });
});

test("what never happened is not zero", () => {
  const report = reportOf(facts({ publishedAt: [], broadcasts: [] }), 0);
  expect(report.took).toMatchObject({ firstNoticeMs: null, firstBroadcastMs: null });
});

test("arrivals are summed by channel, and over time", () => {
  const report = reportOf(facts(), 0);
  expect(report.channels.map(({ channel, people }) => [channel, people])).toEqual([
    ["SMS", 3],
    ["E-mail", 2],
  ]);
  expect(report.curve).toEqual([
    { minute: 13 * minute, people: 1 },
    { minute: 14 * minute, people: 5 },
  ]);
});

test("what was done late is late, what was left open at the end is only that", () => {
  const { late, left } = reportOf(facts(), 99 * minute);
  expect(late.map(({ key, lateMs }) => [key, lateMs])).toEqual([["late", 3 * minute]]);
  expect(left.map(({ key }) => key)).toEqual(["skipped", "not due"]);
});

test("while the incident lasts, an open task is late by the minutes since its hour", () => {
  const tasks = [{ key: "open", title, dueAt: 9 * minute, doneAt: null, state: "open" }];
  const { late, left } = reportOf(facts({ tasks }), 12 * minute);
  expect(late).toEqual([{ key: "open", title, lateMs: 3 * minute }]);
  expect(left).toEqual([]);
});
