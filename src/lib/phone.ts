import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberWithError,
} from "libphonenumber-js/max";

/** A phone number in E.164, or why it is none. */
export type PhoneRead =
  | { ok: true; value: string; line: "mobile" | "landline" | "either" }
  | { ok: false; code: "phone_without_country" | "phone_invalid" | "phone_rounded" };

export type ParsePhone = (text: string, country: string | null) => PhoneRead;

/** What a spreadsheet makes of a long number: the last digits are gone for good. */
const ROUNDED = /^\+?\d([.,]\d+)?e\+?\d+$/i;

/** Reads a number as people write it; without "+" or "00" it needs the country it belongs to. */
export const parsePhone: ParsePhone = (text, country) => {
  const typed = text
    .replace(/^(tel|whatsapp|sms):/i, "")
    .replace(/\(0\)/, "")
    .trim();
  if (ROUNDED.test(typed)) return { ok: false, code: "phone_rounded" };
  const international = typed.replace(/^00(?=[1-9])/, "+");
  const isInternational = international.startsWith("+");
  if (!isInternational && country === null) return { ok: false, code: "phone_without_country" };
  return parseIn(international, isInternational ? null : country);
};

function parseIn(text: string, country: string | null): PhoneRead {
  const found = tryParse(text, asCountry(country));
  if (!found?.isValid() || found.ext) return { ok: false, code: "phone_invalid" };
  switch (found.getType()) {
    case "MOBILE":
      return { ok: true, value: found.number, line: "mobile" };
    case "FIXED_LINE_OR_MOBILE":
    case "PERSONAL_NUMBER":
    case "VOIP":
    case undefined:
      return { ok: true, value: found.number, line: "either" };
    default:
      return { ok: true, value: found.number, line: "landline" };
  }
}

function tryParse(text: string, country: CountryCode | undefined) {
  try {
    return parsePhoneNumberWithError(text, {
      ...(country && { defaultCountry: country }),
      extract: false,
    });
  } catch {
    return null;
  }
}

function asCountry(code: string | null): CountryCode | undefined {
  return code !== null && isSupportedCountry(code) ? code : undefined;
}

/** Whether telephone numbers of this country can be read. */
export const isPhoneCountry = (code: string): boolean => isSupportedCountry(code);
