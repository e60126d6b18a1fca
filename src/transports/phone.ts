import { parsePhone as readPhone } from "../lib/phone.ts";

/** A phone number in E.164, or null. Numbers without a country code belong to `defaultCountry`. */
export function parsePhone(typed: string, defaultCountry?: string): string | null {
  const read = readPhone(typed, defaultCountry?.toUpperCase() ?? null);
  return read.ok ? read.value : null;
}
