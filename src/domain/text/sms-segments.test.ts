import { expect, test } from "vitest";
import { narrowSms, plainSms, smsParts, smsSize, smsText } from "./sms-segments.ts";

test.each([
  ["", "gsm7", 0, 1],
  ["a".repeat(160), "gsm7", 160, 1],
  ["a".repeat(161), "gsm7", 161, 2],
  ["a".repeat(306), "gsm7", 306, 2],
  ["a".repeat(307), "gsm7", 307, 3],
  ["€".repeat(80), "gsm7", 160, 1],
  // The escape does not fit at the end of the first part: it takes its letter to the second.
  [`${"a".repeat(152)}€${"a".repeat(152)}`, "gsm7", 306, 3],
  ["ê", "ucs2", 1, 1],
  ["ê".repeat(70), "ucs2", 70, 1],
  ["ê".repeat(71), "ucs2", 71, 2],
  ["é".repeat(160), "gsm7", 160, 1],
  [`${"x".repeat(66)}😀${"x".repeat(20)}`, "ucs2", 88, 2],
])("%j is counted as a network counts it", (text, alphabet, length, segments) => {
  expect(smsSize(text)).toEqual({ alphabet, length, segments });
});

test("French without its costly letters still reads as French", () => {
  const text = "L’eau n’est plus potable : où êtes-vous ? « Restez chez vous »…";
  expect(smsSize(text).alphabet).toBe("ucs2");
  expect(smsSize(plainSms(text)).alphabet).toBe("gsm7");
  expect(plainSms(text)).toBe("L'eau n'est plus potable : où etes-vous ? \"Restez chez vous\"...");
});

test("any accent may go, and nothing goes where a sign keeps the text wide", () => {
  expect(narrowSms("Ângela, Łódź, Vyškov : â Ï ÿ á é Ç")).toBe(
    "Ângela, Łódź, Vyškov : â Ï ÿ á é Ç",
  );
  expect(narrowSms("Ângela, Vyškov : â Ï ÿ á é Ç ñ")).toBe("Angela, Vyskov : a I y a é Ç ñ");
  expect(narrowSms("Prêts ? 😀")).toBe("Prêts ? 😀");
  expect(narrowSms("Всё хорошо")).toBe("Всё хорошо");
});

test.each([
  ["L’eau monte\u00a0: «\u00a0restez chez vous\u00a0»…", 'L\'eau monte : "restez chez vous"...'],
  // A letter makes it wide all the same: then nothing is taken from the text.
  ["L’eau monte\u00a0: vous êtes prêts\u00a0?", "L’eau monte\u00a0: vous êtes prêts\u00a0?"],
  ["Œuf à la coque, 3\u202f€", "Œuf à la coque, 3\u202f€"],
  ["3\u202f€ – café", "3 € - café"],
])(
  "%j is sent with plain signs where that makes it narrow, and keeps its letters",
  (text, sent) => {
    expect(smsText(text)).toBe(sent);
  },
);

test("the parts are the text, and no part cuts an escape or an emoji in two", () => {
  expect(smsParts("a".repeat(160))).toEqual(["a".repeat(160)]);
  const parts = smsParts(`${"a".repeat(152)}€${"b".repeat(20)}`);
  expect(parts).toEqual(["a".repeat(152), `€${"b".repeat(20)}`]);
  const emoji = `${"x".repeat(66)}😀${"x".repeat(20)}`;
  expect(smsParts(emoji)).toEqual(["x".repeat(66), `😀${"x".repeat(20)}`]);
  for (const text of ["", "é".repeat(500), "ê".repeat(300)]) {
    expect(smsParts(text).join("")).toBe(text);
    expect(smsParts(text)).toHaveLength(smsSize(text).segments);
  }
});
