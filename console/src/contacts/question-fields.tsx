import { ActionIcon, Button, Checkbox, Group, Stack, TagsInput, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import type { Question } from "../types.ts";
import { isLanguage, LANGUAGES, useWords } from "../words.ts";

type QuestionFieldsProps = { question: Question; change: (question: Question) => void };
type Line = { id: number; name: string; values: string[] };

/** A question about contacts: all of its parts must hold, an empty one means everybody. */
export function QuestionFields({ question, change }: QuestionFieldsProps) {
  const { t } = useWords();
  const { languages = [], countries = [] } = question;
  return (
    <Stack gap="sm">
      <Checkbox.Group
        label={t("question.languages")}
        value={languages}
        onChange={(next) => change(without({ ...question, languages: next.filter(isLanguage) }))}
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
        onChange={(next) =>
          change(without({ ...question, countries: next.map((code) => code.toUpperCase()) }))
        }
      />
      <AttributeLines question={question} change={change} />
    </Stack>
  );
}

function AttributeLines({ question, change }: QuestionFieldsProps) {
  const { t } = useWords();
  const [lines, setLines] = useState<Line[]>(() => linesOf(question));
  const put = (next: Line[]) => {
    setLines(next);
    const named = next.filter(({ name, values }) => name.trim() !== "" && values.length > 0);
    const attributes = Object.fromEntries(named.map(({ name, values }) => [name.trim(), values]));
    change(without({ ...question, attributes }));
  };
  const replace = (line: Line) => put(lines.map((old) => (old.id === line.id ? line : old)));
  const add = () => setLines([...lines, { id: (lines.at(-1)?.id ?? 0) + 1, name: "", values: [] }]);
  return (
    <Stack gap="xs">
      {lines.map((line) => (
        <Group key={line.id} align="flex-end" gap="xs">
          <TextInput
            label={t("question.attribute")}
            placeholder={t("question.attributeExample")}
            style={{ flex: "1 1 8rem" }}
            value={line.name}
            onChange={(event) => replace({ ...line, name: event.currentTarget.value })}
          />
          <TagsInput
            label={t("question.values")}
            placeholder={t("question.valuesHint")}
            style={{ flex: "2 1 12rem" }}
            value={line.values}
            onChange={(values) => replace({ ...line, values })}
          />
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t("question.remove", { name: line.name })}
            onClick={() => put(lines.filter(({ id }) => id !== line.id))}
          >
            <X aria-hidden size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="default"
        size="xs"
        w="fit-content"
        leftSection={<Plus aria-hidden size={14} />}
        onClick={add}
      >
        {t("question.add")}
      </Button>
    </Stack>
  );
}

const linesOf = ({ attributes = {} }: Question): Line[] =>
  Object.entries(attributes).map(([name, values], id) => ({ id, name, values }));

/** An empty part asks nothing, so it is left out. */
function without({ languages = [], countries = [], attributes = {} }: Question): Question {
  return {
    ...(languages.length > 0 ? { languages } : {}),
    ...(countries.length > 0 ? { countries } : {}),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
  };
}
