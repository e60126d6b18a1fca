import { expect, test } from "vitest";
import { holds, languageFor, takesGzip } from "./negotiation.ts";

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
