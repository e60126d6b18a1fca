import fc from "fast-check";
import { SegmentedMessage } from "sms-segments-calculator";
import { expect, test } from "vitest";
import { smsParts } from "../../src/domain/text/sms-parts.ts";
import { smsSize, smsParts as smsTexts } from "../../src/domain/text/sms-segments.ts";

/** Twilio's own counter. */
function theirs(text: string) {
  const counted = new SegmentedMessage(text, "auto");
  const alphabet = counted.getEncodingName() === "GSM-7" ? "gsm7" : "ucs2";
  return { alphabet, segments: counted.segmentsCount };
}
function ours(text: string) {
  const { alphabet, segments } = smsSize(text);
  return { alphabet, segments };
}

/** The probes of the reference: what must come out is known without asking anybody. */
test.each<[string, string, number, "gsm7" | "ucs2"]>([
  ["160 letters", "a".repeat(160), 1, "gsm7"],
  ["161 letters", "a".repeat(161), 2, "gsm7"],
  ["306 letters", "a".repeat(306), 2, "gsm7"],
  ["307 letters", "a".repeat(307), 3, "gsm7"],
  ["80 euros", "€".repeat(80), 1, "gsm7"],
  ["81 euros", "€".repeat(81), 2, "gsm7"],
  ["70 Cyrillic letters", "ж".repeat(70), 1, "ucs2"],
  ["71", "ж".repeat(71), 2, "ucs2"],
  ["134", "ж".repeat(134), 2, "ucs2"],
  ["135", "ж".repeat(135), 3, "ucs2"],
  ["35 emoji", "😜".repeat(35), 1, "ucs2"],
  ["36 emoji", "😜".repeat(36), 2, "ucs2"],
  ["67 emoji", "😜".repeat(67), 3, "ucs2"],
])("the referee itself, and we: %s", (_name, text, segments, alphabet) => {
  expect(theirs(text)).toEqual({ alphabet, segments });
  expect(ours(text)).toEqual({ alphabet, segments });
});

const NARROW = "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./09:;<=>?¡AZÄÖÑÜ§¿azäöñüà";
const WIDE = ["ê", "ç", "œ", "’", "«", "ж", "警", "😜", "🔔"];
const letters = fc.constantFrom(...Array.from(`${NARROW}^{}\\[~]|€`));
const wide = fc.constantFrom(...WIDE, "a", "b", "c", " ");
const texts = fc
  .oneof(
    fc.array(letters, { maxLength: 500 }),
    fc.array(wide, { maxLength: 250 }),
    fc
      .tuple(fc.array(letters, { minLength: 140, maxLength: 170 }), wide)
      .map(([all, one]) => [...all, one]),
  )
  .map((all) => all.join(""));

test("any text has as many parts by our count as by theirs, and as many as are sent", () => {
  fc.assert(
    fc.property(texts, (text) => {
      fc.pre(text !== "");
      expect(ours(text)).toEqual(theirs(text));
      const { alphabet, segments } = ours(text);
      expect(smsTexts(text)).toHaveLength(segments);
      expect(smsParts(text, 1)).toMatchObject({ alphabet });
      expect(smsParts(text, 1).parts).toHaveLength(segments);
    }),
    { numRuns: 300, seed: 11 },
  );
});

test("the referee bites: a letter more than fits, a letter of the wrong alphabet", () => {
  expect(theirs(`${"a".repeat(160)}b`)).not.toEqual(ours("a".repeat(160)));
  expect(theirs(`${"a".repeat(100)}ê`)).not.toEqual(ours("a".repeat(101)));
});
