import { expect, test } from "vitest";
import { COUNTRIES, isCountry } from "./countries.ts";

test.each(["fr", "en"])("every country has a name of its own in %s", (language) => {
  const names = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
  const named = COUNTRIES.map((code) => names.of(code));
  expect(named).not.toContain(undefined);
  expect(new Set(named).size).toBe(COUNTRIES.length);
});

test.each(["", "fr", "ZZ", "AA", "__proto__", "FRA"])("%j is no country", (code) => {
  expect(isCountry(code)).toBe(false);
});
