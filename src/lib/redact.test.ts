import fc from "fast-check";
import { expect, test } from "vitest";
import { redact } from "./redact.ts";

const Secret = fc.string({ minLength: 8, maxLength: 40, unit: "grapheme" });

test("S1 S6 no known secret survives, in whatever form it travels", () => {
  fc.assert(
    fc.property(Secret, fc.string(), fc.string(), (secret, before, after) => {
      const bytes = Buffer.from(secret);
      const forms = [
        secret,
        encodeURIComponent(secret),
        bytes.toString("base64"),
        bytes.toString("base64url"),
        bytes.toString("hex"),
        JSON.stringify(secret).slice(1, -1),
      ];
      for (const form of forms) {
        expect(redact(`${before}<${form}>${after}`, [secret])).not.toContain(`<${form}>`);
      }
    }),
  );
});

test.each([
  ["https://x.example/?access_token=abcdef&y=1", "https://x.example/?access_token=•••&y=1"],
  ['{"password":"hunter2!"}', '{"password":"•••"}'],
  ["authorization: Bearer abc.def-ghi", "authorization: ••• •••"],
  ["failed with Bearer EAAGabcdefgh1234", "failed with Bearer •••"],
  ["nothing to hide", "nothing to hide"],
])("S1 what calls itself a secret is one: %s", (text, clean) => {
  expect(redact(text)).toBe(clean);
});
