import fc from "fast-check";
import ICAL from "ical.js";
import { describe, expect, test } from "vitest";
import { parseCalendar } from "./ics.ts";
import { durationMs } from "./ics-time.ts";
import { occurrencesOf } from "./occurrences.ts";

const paris = "Europe/Paris";
const hour = 3_600_000;
const at = Date.parse;
const iso = (time: number) => new Date(time).toISOString();

const file = (...lines: string[]) =>
  ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR", ""].join("\r\n");
const event = (...lines: string[]) =>
  file("BEGIN:VEVENT", "UID:a@x", "SUMMARY:Final", ...lines, "END:VEVENT");
const only = (text: string) => parseCalendar(text, paris).events[0];
const why = (text: string) => parseCalendar(text, paris).skipped.map((each) => each.why);

describe("an iCalendar file", () => {
  test.each([
    ["UTC", ["DTSTART:20260704T180000Z", "DTEND:20260704T200000Z"], "2026-07-04T18:00:00.000Z", 2],
    ["a zone", ["DTSTART;TZID=America/New_York:20260704T180000"], "2026-07-04T22:00:00.000Z", 1],
    [
      "a quoted zone",
      ['DTSTART;TZID="Europe/London":20260704T180000'],
      "2026-07-04T17:00:00.000Z",
      1,
    ],
    [
      "a zone that nobody knows",
      ["DTSTART;TZID=Our Office:20260704T180000"],
      "2026-07-04T16:00:00.000Z",
      1,
    ],
    ["no zone", ["DTSTART:20260704T180000", "DURATION:PT90M"], "2026-07-04T16:00:00.000Z", 1.5],
    ["a whole day", ["DTSTART;VALUE=DATE:20260704"], "2026-07-03T22:00:00.000Z", 24],
    [
      "two whole days",
      ["DTSTART;VALUE=DATE:20260704", "DTEND;VALUE=DATE:20260706"],
      "2026-07-03T22:00:00.000Z",
      48,
    ],
    [
      "an end that is the start",
      ["DTSTART:20260704T180000Z", "DTEND:20260704T180000Z"],
      "2026-07-04T18:00:00.000Z",
      1,
    ],
  ])("times in %s", (_name, lines, from, hours) => {
    const found = only(event(...lines));
    expect(found && iso(found.from)).toBe(from);
    expect(found && (found.until - found.from) / hour).toBe(hours);
  });

  test("is unfolded, unescaped and rid of control signs; alarms are not events", () => {
    const text = file(
      "BEGIN:VEVENT",
      "UID:b",
      "SUMMARY;LANGUAGE=fr:Finale\\, à\r\n  Lyon\\n\u202Egnp\u0007",
      "DTSTART:20260704T180000Z",
      "BEGIN:VALARM",
      "DTSTART:19700101T000000Z",
      "SUMMARY:Alarm",
      "END:VALARM",
      "END:VEVENT",
    );
    expect(only(text)).toMatchObject({ title: "Finale, à Lyon gnp", uid: "b" });
    expect(only(text.replaceAll("\r\n", "\n"))?.title).toBe("Finale, à Lyon gnp");
  });

  test.each([
    ["RRULE:FREQ=YEARLY", { interval: 1, nth: null }],
    ["RRULE:FREQ=YEARLY;INTERVAL=4;COUNT=3", { interval: 4, count: 3 }],
    ["RRULE:FREQ=YEARLY;UNTIL=20300101T000000Z", { until: at("2030-01-01T00:00:00Z") }],
    ["RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", { nth: { month: 11, weekday: 4, n: 4 } }],
    ["RRULE:freq=yearly;bymonth=5;byday=-1MO", { nth: { month: 5, weekday: 1, n: -1 } }],
  ])("%s is read", (rule, repeat) => {
    expect(only(event("DTSTART:20260704T180000Z", rule))?.repeat).toMatchObject(repeat);
  });

  test.each([
    "RRULE:FREQ=WEEKLY",
    "RRULE:FREQ=YEARLY;BYWEEKNO=20",
    "RRULE:FREQ=YEARLY;BYDAY=20MO",
    "RRULE:FREQ=YEARLY;BYMONTH=3",
    "RRULE:FREQ=YEARLY;COUNT=0",
    "RRULE:FREQ=YEARLY;UNTIL=soon",
    "RDATE:20260705T180000Z",
  ])("%s is refused rather than half understood", (rule) => {
    expect(why(event("DTSTART:20260704T180000Z", rule))).toEqual(["repetition"]);
  });

  test.each([
    ["no_start", event()],
    ["bad_time", event("DTSTART:20260230T180000Z")],
    ["bad_time", event("DTSTART:20260704T250000Z")],
    ["bad_time", event("DTSTART:20260704T180000Z", "DTEND:20260704T170000Z")],
    ["bad_time", event("DTSTART:20260704T180000Z", "DURATION:-PT1H")],
    ["bad_time", event("DTSTART:20260704T180000Z", "DTEND:20990704T170000Z")],
    ["cancelled", event("DTSTART:20260704T180000Z", "STATUS:CANCELLED")],
    ["no_title", file("BEGIN:VEVENT", "DTSTART:20260704T180000Z", "END:VEVENT")],
  ])("an event is left out, and said so: %s", (reason, text) => {
    const { events, skipped } = parseCalendar(text, paris);
    expect(events).toEqual([]);
    expect(skipped).toMatchObject([{ why: reason, line: 3 }]);
  });

  test("a changed year replaces that year of its series", () => {
    const text = file(
      "BEGIN:VEVENT",
      "UID:s",
      "SUMMARY:Fair",
      "DTSTART:20260601T100000Z",
      "RRULE:FREQ=YEARLY",
      "END:VEVENT",
      "BEGIN:VEVENT",
      "UID:s",
      "SUMMARY:Fair, late",
      "RECURRENCE-ID:20270601T100000Z",
      "DTSTART:20270605T100000Z",
      "END:VEVENT",
    );
    const { events } = parseCalendar(text, paris);
    const span = { from: at("2026-01-01T00:00:00Z"), until: at("2029-01-01T00:00:00Z") };
    const dates = events
      .flatMap((each) => occurrencesOf(each, span, paris))
      .map(({ from }) => iso(from));
    expect(dates.toSorted().map((each) => each.slice(0, 10))).toEqual([
      "2026-06-01",
      "2027-06-05",
      "2028-06-01",
    ]);
  });

  test("what ical.js writes is read as ical.js reads it", () => {
    const component = new ICAL.Component(["vcalendar", [], []]);
    const made = new ICAL.Component("vevent");
    const final = new ICAL.Event(made);
    final.uid = "x@example.org";
    final.summary = `Finale ; « très longue », ${"à suivre ".repeat(15)}`.trim();
    final.startDate = ICAL.Time.fromDateTimeString("2026-07-19T19:00:00Z");
    final.endDate = ICAL.Time.fromDateTimeString("2026-07-19T21:00:00Z");
    component.addSubcomponent(made);
    const { events } = parseCalendar(component.toString(), paris);
    expect(events).toMatchObject([
      { uid: "x@example.org", title: final.summary, from: at("2026-07-19T19:00:00Z") },
    ]);
  });

  test.each([
    ["P1W", 168],
    ["P1DT2H", 26],
    ["PT30M", 0.5],
  ])("%s lasts %d hours", (text, hours) => {
    expect(durationMs(text)).toBe(hours * hour);
  });

  test("whatever is in it, it is read in the end and nothing throws", () => {
    const scraps = fc.constantFrom(
      "BEGIN:VEVENT",
      "END:VEVENT",
      "BEGIN:VALARM",
      "SUMMARY:x",
      "DTSTART:20260704T180000Z",
      "UID:u",
      "RRULE:FREQ=YEARLY;COUNT=99999",
      "DTSTART:99999999T999999Z",
      "EXDATE:,,,",
      " folded",
      ':";;',
      "\u0000",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(scraps, fc.string()), { maxLength: 40 }), (lines) => {
        const { events, skipped } = parseCalendar(lines.join("\n"), paris);
        for (const { from, until } of events) expect(until).toBeGreaterThan(from);
        expect(events.length + skipped.length).toBeLessThanOrEqual(lines.length);
      }),
    );
  });

  test("a million folds, quotes or semicolons do not hold it up", () => {
    for (const sign of [" a\n", '"', ";", "X=1;"]) {
      const text = event(`DTSTART:20260704T180000Z`, `X-A${sign.repeat(250_000)}:1`);
      expect(parseCalendar(text, paris).events.length).toBeLessThanOrEqual(1);
    }
  });
});
