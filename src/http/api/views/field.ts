import { z } from "zod";
import { TwoLanguagesView } from "./said.ts";

/** One field of a form that is drawn from a transport's or a sensor's description. */
export const FieldView = z.object({
  name: z.string(),
  label: TwoLanguagesView,
  hint: TwoLanguagesView,
  type: z.enum(["text", "url", "number", "boolean", "secret", "select"]),
  required: z.boolean(),
  options: z
    .array(z.union([z.string(), z.object({ value: z.string(), label: TwoLanguagesView })]))
    .optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
});
