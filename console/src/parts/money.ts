import { localeOf } from "../times.ts";
import { useWords } from "../words.ts";

/** Writes an amount in hundredths of a currency as people of the language write it. */
export function useMoney(): (cents: number, currency: string) => string {
  const { language } = useWords();
  return (cents, currency) =>
    new Intl.NumberFormat(localeOf(language), { style: "currency", currency }).format(cents / 100);
}
