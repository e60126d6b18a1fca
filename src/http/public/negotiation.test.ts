import { expect, test } from "vitest";
import { holds, isHeld, languageFor, takesGzip } from "./negotiation.ts";

test.each([
  ["fr-CA,fr;q=0.9,en;q=0.8", "fr"],
  ["en-US,en;q=0.9,fr;q=0.8", "en"],
  ["de,en;q=0.5,fr;q=0.7", "fr"],
  ["fr;q=0,en;q=0.1", "en"],
  ["de", "fr"],
  ["*", "fr"],
  ["fr;q=banana,en", "en"],
  [undefined, "fr"],
] as const)("%s asks for %s", (accept, language) => {
  expect(languageFor(accept, "fr")).toBe(language);
});

test.each([
  ['W/"a"', true],
  ['"a"', true],
  ['"b", W/"a"', true],
  ["*", true],
  ['"b"', false],
  [undefined, false],
])("who holds %s needs it no more: %s", (header, held) => {
  expect(holds(header, 'W/"a"')).toBe(held);
});

test.each([
  ["gzip, deflate, br", true],
  ["br;q=1.0, gzip;q=0.8", true],
  ["gzip;q=0", false],
  ["gzip;q=0.0, br", false],
  ["br", false],
  [undefined, false],
])("%s takes gzip: %s", (header, takes) => {
  expect(takesGzip(header)).toBe(takes);
});

test.each([
  ["the second in which it was drawn", "Fri, 20 Nov 2026 09:42:00 GMT", true],
  ["a later second", "Fri, 20 Nov 2026 09:42:07 GMT", true],
  ["an earlier second", "Fri, 20 Nov 2026 09:41:59 GMT", false],
  ["a moment that has not come yet", "Fri, 20 Nov 2026 09:52:00 GMT", false],
  ["a date of another kind", "2026-11-20T09:42:00Z", false],
  ["two dates", "Fri, 20 Nov 2026 09:42:00 GMT, Fri, 20 Nov 2026 09:42:00 GMT", false],
  ["no date", "yesterday", false],
  ["nothing", "", false],
])("who has seen it since %s needs it no more: %s", (_, since, held) => {
  const drawnAt = Date.parse("2026-11-20T09:42:00.600Z");
  const version = { etag: 'W/"a"', drawnAt, twin: false };
  const now = drawnAt + 60_000;
  expect(isHeld({ "if-modified-since": since }, version, now)).toBe(held);
  // A tag decides alone (RFC 9110, 13.1.3), and a date cannot tell what shares its second.
  expect(isHeld({ "if-modified-since": since, "if-none-match": '"b"' }, version, now)).toBe(false);
  expect(isHeld({ "if-modified-since": since, "if-none-match": '"a"' }, version, now)).toBe(true);
  expect(isHeld({ "if-modified-since": since }, { ...version, twin: true }, now)).toBe(false);
});
