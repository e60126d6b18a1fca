import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max";

/** A phone number in E.164, or null. Numbers without a country code belong to `defaultCountry`. */
export function parsePhone(typed: string, defaultCountry?: string): string | null {
  const country = defaultCountry?.toUpperCase();
  const options = country && isSupportedCountry(country) ? { defaultCountry: country } : {};
  const found = parsePhoneNumberFromString(typed.trim().replace(/^00/, "+"), {
    extract: false,
    ...options,
  });
  return found?.isValid() ? found.number : null;
}
