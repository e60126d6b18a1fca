import { Checkbox, Group, Stack, TagsInput } from "@mantine/core";
import { isLanguage, LANGUAGES, useWords } from "../words.ts";
import { ActivityField } from "./activity-field.tsx";
import { AttributeLines } from "./attribute-lines.tsx";
import { PlaceFields } from "./place-fields.tsx";
import { type Parts, without } from "./question.ts";
import { ReachField } from "./reach-field.tsx";

/** What is asked of each person: all of it must hold. */
export function PartFields({ parts, change }: { parts: Parts; change: (parts: Parts) => void }) {
  const { t } = useWords();
  const { languages = [], countries = [] } = parts;
  const set = (part: Partial<Parts>) => change(without({ ...parts, ...part }));
  return (
    <Stack gap="sm">
      <Checkbox.Group
        label={t("question.languages")}
        value={languages}
        onChange={(next) => set({ languages: next.filter(isLanguage) })}
      >
        <Group mt={4}>
          {LANGUAGES.map((value) => (
            <Checkbox key={value} value={value} label={t(`language.${value}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      <TagsInput
        label={t("question.countries")}
        description={t("question.countriesHint")}
        value={countries}
        onChange={(next) => set({ countries: next.map((code) => code.toUpperCase()) })}
      />
      <PlaceFields parts={parts} set={set} />
      <ActivityField active={parts.active} change={(active) => set({ active })} />
      <ReachField reach={parts.reach} change={(reach) => set({ reach })} />
      <AttributeLines
        attributes={parts.attributes ?? {}}
        change={(attributes) => set({ attributes })}
      />
    </Stack>
  );
}
