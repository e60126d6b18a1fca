import { expect, test } from "vitest";
import { z } from "zod";
import { fieldsOf, words } from "./description.ts";

const label = { fr: "Étiquette", en: "Label" };
const hint = { fr: "", en: "" };

test("a form is drawn from its schema", () => {
  const schema = z.object({
    base: z.url().default("https://example.org").meta(words(label)),
    mode: z.enum(["a", "b"]).meta(words(label)),
    count: z.number().int().min(1).optional().meta(words(label)),
    loud: z.boolean().default(false).meta(words(label)),
    name: z.string().meta(words(label, { fr: "Ici", en: "Here" })),
    key: z.string().meta(words(label)),
  });
  expect(fieldsOf(schema, ["key"])).toEqual([
    { name: "base", label, hint, type: "url", required: false, default: "https://example.org" },
    { name: "mode", label, hint, type: "select", required: true, options: ["a", "b"] },
    { name: "count", label, hint, type: "number", required: false },
    { name: "loud", label, hint, type: "boolean", required: false, default: false },
    { name: "name", label, hint: { fr: "Ici", en: "Here" }, type: "text", required: true },
    { name: "key", label, hint, type: "secret", required: true },
  ]);
});

test("a setting without a name in both languages is refused", () => {
  expect(() => fieldsOf(z.object({ key: z.string() }), [])).toThrow(/label/);
  const half = z.object({ key: z.string().meta({ label: { fr: "Clé" } }) });
  expect(() => fieldsOf(half, [])).toThrow(/en/);
});
