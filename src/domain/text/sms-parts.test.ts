import { describe, expect, test } from "vitest";
import { readSmsPart, smsParts } from "./sms-parts.ts";
import { smsSize } from "./sms-segments.ts";

const SAMPLES = [
  "",
  "Hello",
  "x".repeat(160),
  "x".repeat(161),
  "€".repeat(80),
  "€".repeat(81),
  `${"x".repeat(152)}€${"y".repeat(20)}`,
  "ж".repeat(70),
  "ж".repeat(71),
  `${"ж".repeat(66)}🙂${"ж".repeat(10)}`,
  "L’eau monte : montez à l’étage. Répondez 1 si tout va bien. ".repeat(5),
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ^{}[~]|\\",
];

describe("a text in short messages", () => {
  test.each(SAMPLES)("comes back as it was, in as many parts as it is counted: %j", (text) => {
    const { alphabet, parts } = smsParts(text, 77);
    const size = smsSize(text);
    expect([alphabet, parts.length]).toEqual([size.alphabet, size.segments]);
    const hasHeader = parts.length > 1;
    const read = parts.map((part) => readSmsPart(part, { alphabet, hasHeader }));
    expect(read.map((one) => one.text).join("")).toBe(text);
    expect(read.map((one) => one.part)).toEqual(parts.map((_, at) => at + 1));
    for (const part of parts) expect(part.length).toBeLessThanOrEqual(hasHeader ? 159 : 160);
  });

  test("no part ends in half a letter", () => {
    const wide = smsParts(`${"ж".repeat(66)}🙂${"ж".repeat(10)}`, 1).parts[0] ?? new Uint8Array();
    expect(readSmsPart(wide, { alphabet: "ucs2", hasHeader: true }).text).toBe("ж".repeat(66));
  });

  test("S2 bytes of strangers are read to their end and no further", () => {
    const of = (bytes: number[], alphabet: "gsm7" | "ucs2" | "latin1", hasHeader = false) =>
      readSmsPart(Uint8Array.from(bytes), { alphabet, hasHeader }).text;
    expect(of([27], "gsm7")).toBe(" ");
    expect(of([200, 65], "gsm7")).toBe("?A");
    expect(of([0], "ucs2")).toBe("");
    expect(of([255, 0, 3], "gsm7", true)).toBe("");
    expect(of([0xe9], "latin1")).toBe("é");
  });
});
