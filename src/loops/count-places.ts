import type { Count } from "../domain/counting.ts";
import { countryOfPhone } from "../lib/phone.ts";
import { inCountry, PEOPLE, type TallySheet } from "../store/tallies.ts";

/** What own-deliveries compare country by country. */
const PLACED = new Set(["accepted", "delivered"]);

/** Counts on a sheet, and what a channel took and brought by the country of the number as well. */
export const countOn =
  (sheet: TallySheet, address: string): Count =>
  (channelId, what) => {
    sheet.add(channelId ?? PEOPLE, what);
    if (channelId === null || !PLACED.has(what)) return;
    const country = countryOfPhone(address);
    if (country !== null) sheet.add(channelId, inCountry(what, country));
  };
