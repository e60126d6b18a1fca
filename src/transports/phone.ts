import { parsePhone as readPhone } from "../lib/phone.ts";

/** A phone number in E.164, or null. Numbers without a country code belong to `defaultCountry`. */
export function parsePhone(typed: string, defaultCountry?: string): string | null {
  const read = readPhone(typed, defaultCountry?.toUpperCase() ?? null);
  return read.ok ? read.value : null;
}

/** The address of everything that comes as an SMS. */
export const mobileNumber = {
  label: { fr: "Numéro de mobile", en: "Mobile number" },
  example: "+33612345678",
  parse: parsePhone,
};
