import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
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

/**
 * Mobile numbers that Arcep and Ofcom keep for fiction. The people of a training have them, so a list of
 * theirs can come back as it went out; nobody is ever behind one.
 */
const OF_FICTION = /^\+(3363998\d{4}|447700900\d{3})$/;

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
  const value = found?.number ?? "";
  if (!found?.ext && OF_FICTION.test(value)) return { ok: true, value, line: "mobile" };
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

const CALLING_CODE_LENGTH_MAX = 3;
/** So many characters tell the countries of a shared calling code apart. */
const PREFIX_LENGTH = 8;
const PREFIXES_MAX = 20_000;
/** Which country has a calling code; null where several share it. */
const owners = new Map<string, string | null>();
const told = new Map<string, string | null>();

/** The country of a number in E.164, as two letters; null for what is no such number. */
export function countryOfPhone(e164: string): string | null {
  if (!e164.startsWith("+")) return null;
  if (owners.size === 0) learnOwners();
  for (let length = 1; length <= CALLING_CODE_LENGTH_MAX; length++) {
    const owner = owners.get(e164.slice(1, 1 + length));
    if (owner !== undefined) return owner ?? sharerOf(e164);
  }
  return null;
}

function learnOwners(): void {
  for (const country of getCountries()) {
    const code = getCountryCallingCode(country);
    owners.set(code, owners.has(code) ? null : country);
  }
}

/** Reading a number whole takes long, and a million of them begin with the same few digits. */
function sharerOf(e164: string): string | null {
  const prefix = e164.slice(0, PREFIX_LENGTH);
  const known = told.get(prefix);
  if (known !== undefined) return known;
  const country = tryParse(e164, undefined)?.country ?? null;
  if (told.size >= PREFIXES_MAX) told.clear();
  told.set(prefix, country);
  return country;
}
