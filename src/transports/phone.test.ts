import { expect, test } from "vitest";
import { parsePhone } from "./phone.ts";

test.each([
  ["+33 6 12 34 56 78", undefined, "+33612345678"],
  ["0033612345678", undefined, "+33612345678"],
  ["06 12 34 56 78", "FR", "+33612345678"],
  ["06.12.34.56.78", "fr", "+33612345678"],
  ["(415) 867-5309", "US", "+14158675309"],
  ["06 12 34 56 78", undefined, null],
  ["06 12 34 56 78", "ZZ", null],
  ["12", "FR", null],
  ["call me on +33612345678", undefined, null],
  ["", "FR", null],
])("%s in %s is %s", (typed, country, number) => {
  expect(parsePhone(typed, country)).toBe(number);
});
