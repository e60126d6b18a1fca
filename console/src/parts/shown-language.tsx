import { SegmentedControl } from "@mantine/core";
import { isLanguage, LANGUAGES, type Language, useWords } from "../words.ts";

type ShownLanguageProps = {
  /** What is chosen here, for whoever does not see where it stands. */
  label: string;
  shown: Language;
  show: (language: Language) => void;
};

/** In which language one text is looked at; the console's own language stays as it is. */
export function ShownLanguage({ label, shown, show }: ShownLanguageProps) {
  const { t } = useWords();
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      value={shown}
      onChange={(next) => isLanguage(next) && show(next)}
      data={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
    />
  );
}
