import { ActionIcon, Button, Group, Stack, TagsInput, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useWords } from "../words.ts";

type Attributes = Record<string, string[]>;
type AttributeLinesProps = { attributes: Attributes; change: (attributes: Attributes) => void };
type Line = { id: number; name: string; values: string[] };

/** Conditions on what a file said of people beside their ways. */
export function AttributeLines({ attributes, change }: AttributeLinesProps) {
  const { t } = useWords();
  const [lines, setLines] = useState<Line[]>(() => linesOf(attributes));
  const put = (next: Line[]) => {
    setLines(next);
    const named = next.filter(({ name, values }) => name.trim() !== "" && values.length > 0);
    change(Object.fromEntries(named.map(({ name, values }) => [name.trim(), values])));
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

const linesOf = (attributes: Attributes): Line[] =>
  Object.entries(attributes).map(([name, values], id) => ({ id, name, values }));
