import { z } from "zod";

type TwoLanguages = { fr: string; en: string };

/** One field of a form, a flag of the command, a line of the documentation. */
export type Field = {
  name: string;
  label: TwoLanguages;
  hint: TwoLanguages;
  type: "text" | "url" | "number" | "boolean" | "secret" | "select";
  required: boolean;
  options?: Option[];
  default?: string | number | boolean;
  from?: "channels";
};

/** What may be chosen: a word as it stands, or a value with what it is called. */
export type Option = string | { value: string; label: TwoLanguages };

const Label = z.object({ fr: z.string(), en: z.string() });
const Property = z.object({
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  label: Label,
  hint: Label.optional(),
  choices: z.record(z.string(), Label).optional(),
  /** What is chosen from is not known here: whoever shows the form fills it in. */
  from: z.enum(["channels"]).optional(),
});
const ObjectSchema = z.object({
  properties: z.record(z.string(), Property),
  required: z.array(z.string()).default([]),
});

/** What a setting is called, and what to write there, in both languages: `.meta(words(…))`. */
export const words = (label: TwoLanguages, hint: TwoLanguages = { fr: "", en: "" }) => ({
  label,
  hint,
});

/** The form of a schema. A setting without a label in both languages is refused at start. */
export function fieldsOf(settings: z.ZodType, secrets: readonly string[]): Field[] {
  const drawn = z.toJSONSchema(settings, { io: "input", unrepresentable: "any" });
  const { properties, required } = ObjectSchema.parse(drawn);
  return Object.entries(properties).map(([name, property]) => ({
    name,
    label: property.label,
    hint: property.hint ?? { fr: "", en: "" },
    type: secrets.includes(name) ? "secret" : typeOf(property),
    required: required.includes(name),
    ...(property.enum ? { options: property.enum.map((value) => optionOf(value, property)) } : {}),
    ...(property.from ? { from: property.from } : {}),
    ...(property.default === undefined ? {} : { default: property.default }),
  }));
}

function optionOf(value: string, { choices }: z.infer<typeof Property>): Option {
  const label = choices?.[value];
  return label ? { value, label } : value;
}

function typeOf(property: z.infer<typeof Property>): Field["type"] {
  if (property.enum || property.from) return "select";
  if (property.format === "uri") return "url";
  if (property.type === "boolean") return "boolean";
  return property.type === "number" || property.type === "integer" ? "number" : "text";
}
