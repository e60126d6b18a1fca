import i18next from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { localeOf } from "./times.ts";

export const LANGUAGES = ["fr", "en"] as const;
export type Language = (typeof LANGUAGES)[number];
export type TwoLanguages = { fr: string; en: string };

const CHOICE = "tocsin.language";
const catalogues = import.meta.glob<Record<string, unknown>>(
  ["../../locales/*/*.json", "!../../locales/*/{public,reports,help}.json"],
  { import: "default" },
);

export const isLanguage = (text: unknown): text is Language =>
  LANGUAGES.some((language) => language === text);

/** Loads the words of the language that this browser asks for. */
export async function prepareWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: firstLanguage(),
    fallbackLng: false,
    supportedLngs: LANGUAGES,
    defaultNS: "console",
    ns: ["console"],
    resources: {},
    partialBundledLanguages: true,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  i18next.services.formatter?.add("country", countryName);
  await speak(firstLanguage());
}

/** `{{country, country}}`: two letters as people say them. Whatever is no country stays as it is. */
function countryName(code: unknown, language: string | undefined): string {
  const text = String(code);
  if (!/^[A-Z]{2}$/.test(text)) return text;
  return new Intl.DisplayNames(localeOf(language ?? "en"), { type: "region" }).of(text) ?? text;
}

/** Switches every word on the screen, and remembers the choice in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(CHOICE, language);
  await speak(language);
}

/** The account's language counts as long as nobody has chosen another one in this browser. */
export async function preferLanguage(language: Language): Promise<void> {
  if (localStorage.getItem(CHOICE) === null && i18next.language !== language) await speak(language);
}

async function speak(language: Language): Promise<void> {
  await Promise.all(
    Object.entries(catalogues)
      .filter(([path]) => path.includes(`/${language}/`))
      .map(async ([path, load]) => {
        const namespace = path.slice(path.lastIndexOf("/") + 1, -".json".length);
        if (i18next.hasResourceBundle(language, namespace)) return;
        i18next.addResourceBundle(language, namespace, await load());
      }),
  );
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

function firstLanguage(): Language {
  const chosen = localStorage.getItem(CHOICE);
  if (isLanguage(chosen)) return chosen;
  const asked = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage);
  return asked ?? "en";
}

/** The words of this moment: `t` finds a sentence, `pick` chooses between the two languages. */
export function useWords() {
  const { t, i18n } = useTranslation("console");
  const language: Language = isLanguage(i18n.language) ? i18n.language : "en";
  /** Sentences of other rooms ("detection:addend.up"); what is unknown is shown as it came. */
  const say = (key: string, params: Record<string, unknown> = {}) =>
    i18n.exists(key, params) ? i18n.t(key, params) : null;
  /** What kind of trouble, as the detector calls it. */
  const className = (kind: string) =>
    say(`detection:class_${kind.replaceAll(/\W/g, "_")}`, { subject: "" })?.replace(
      /\s*:\s*$/,
      "",
    ) ?? t("class.other");
  /** What kind of trouble an incident is: measured where the sensors opened it, told where somebody did. */
  const natureOf = (incident: { class: string; origin: string }) =>
    incident.origin === "assessment"
      ? className(incident.class)
      : t(`incident.nature.${incident.origin}`);
  const pick = (text: TwoLanguages) => text[language] || text[language === "fr" ? "en" : "fr"];
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(localeOf(language), { maximumFractionDigits: digits }).format(value);
  const percent = (share: number) =>
    new Intl.NumberFormat(localeOf(language), {
      style: "percent",
      maximumFractionDigits: 0,
    }).format(share);
  return { t, say, className, natureOf, pick, number, percent, language };
}
