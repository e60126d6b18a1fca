import { expect, test } from "vitest";
import { countryOfPhone } from "./phone.ts";

test.each([
  ["+33612345678", "FR"],
  ["+5511987654321", "BR"],
  ["+14155550123", "US"],
  ["+15145550123", "CA"],
  ["+447400123456", "GB"],
  ["+447781123456", "GG"],
  ["+77011234567", "KZ"],
  ["+79161234567", "RU"],
  ["+262692123456", "RE"],
])("%s is a number of %s", (number, country) => {
  expect(countryOfPhone(number)).toBe(country);
});

test.each(["", "+", "+999123", "0612345678", "ana@example.org", "#general"])(
  "%j has no country",
  (address) => expect(countryOfPhone(address)).toBeNull(),
);
