import { useMemo } from "react";
import { localeOf } from "../times.ts";
import { useWords } from "../words.ts";

const everybodyElse = "*";

/** How people call a country, a symptom, a version or a device that the server names by its key. */
export function useKeyName(): (dimension: string, key: string) => string {
  const { t, say, language } = useWords();
  const regions = useMemo(
    () => new Intl.DisplayNames(localeOf(language), { type: "region", fallback: "code" }),
    [language],
  );
  return (dimension, key) => {
    if (key === everybodyElse) return t("shares.rest");
    switch (dimension) {
      case "country":
        return /^[A-Z]{2}$/.test(key) ? (regions.of(key) ?? key) : key;
      case "symptom":
        return say(`crisis:symptom.${key}`) ?? key;
      case "device":
        return say(`console:device.${key}`) ?? key;
      default:
        return key;
    }
  };
}
