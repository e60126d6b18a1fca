import { expect, test } from "vitest";
import { countryOfPhone, parsePhone } from "./phone.ts";

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

test.each([
  ["06 39 98 00 01", "FR", "+33639980001"],
  ["+44 7700 900123", null, "+447700900123"],
])("%s is kept for fiction, and the people of a training have it", (typed, country, value) => {
  expect(parsePhone(typed, country)).toEqual({ ok: true, value, line: "mobile" });
});

test.each(["+336399800011", "+4477009001", "+44 7700 900123 ext. 5"])(
  "%s is no number",
  (typed) => {
    expect(parsePhone(typed, null)).toMatchObject({ ok: false });
  },
);
