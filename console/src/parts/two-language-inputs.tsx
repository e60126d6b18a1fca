import { SimpleGrid, TextInput } from "@mantine/core";
import { LANGUAGES, type TwoLanguages, useWords } from "../words.ts";

type TwoLanguageInputsProps = {
  label: string;
  maxLength: number;
  value: TwoLanguages;
  change: (value: TwoLanguages) => void;
};

/** One text in both languages, side by side where there is room. */
export function TwoLanguageInputs({ label, maxLength, value, change }: TwoLanguageInputsProps) {
  const { t } = useWords();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
      {LANGUAGES.map((written) => (
        <TextInput
          key={written}
          lang={written}
          label={`${label} · ${t(`language.${written}`)}`}
          required
          maxLength={maxLength}
          value={value[written]}
          onChange={(event) => change({ ...value, [written]: event.currentTarget.value })}
        />
      ))}
    </SimpleGrid>
  );
}
