import { Button, Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { api } from "../api.ts";
import { useSentence } from "../parts/sentence.ts";
import { useWords } from "../words.ts";
import type { Preview } from "./connection-queries.ts";
import type { PullDraft } from "./pull-form.tsx";

type PullPreviewProps = {
  draft: PullDraft;
  id: string | undefined;
  set: (part: Partial<PullDraft>) => void;
};

/** What the list holds and would do, and what each of its columns is. */
export function PullPreview({ draft, id, set }: PullPreviewProps) {
  const { t, language, number } = useWords();
  const sentence = useSentence();
  const look = useMutation({
    mutationFn: () =>
      api.post<Preview>("/contact-pulls/preview", { ...draft, ...(id ? { id } : {}) }),
  });
  const found = look.data;
  const counts = found?.counts;
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        variant="default"
        size="xs"
        leftSection={<Eye aria-hidden size={14} />}
        disabled={draft.url === "" || draft.name === ""}
        loading={look.isPending}
        onClick={() => look.mutate()}
      >
        {t("pull.look")}
      </Button>
      <Stack gap="xs" role="status" w="100%">
        {look.isError ? (
          <Text c="red" size="sm">
            {sentence(look.error)}
          </Text>
        ) : null}
        {found?.problem ? (
          <Text c="red" size="sm">
            {found.problem.text[language]}
          </Text>
        ) : null}
        {counts ? (
          <Text size="sm">
            {t("pull.wouldDo", {
              rows: number(counts.rows),
              new: number(counts.new),
              changed: number(counts.changed),
              unchanged: number(counts.unchanged),
              refused: number(counts.refused),
            })}
          </Text>
        ) : null}
        {found && found.header.length > 0 ? <Sample found={found} /> : null}
      </Stack>
      <Columns draft={draft} set={set} />
    </Stack>
  );
}

function Sample({ found }: { found: Preview }) {
  return (
    <Table.ScrollContainer minWidth={300}>
      <Table fz="xs">
        <Table.Thead>
          <Table.Tr>
            {found.header.map((name, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name.
              <Table.Th key={at}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {found.sample.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own.
            <Table.Tr key={row}>
              {cells.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: nor have cells.
                <Table.Td key={at}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Columns under names of their own: what they are for us, or nothing at all. */
function Columns({ draft, set }: Omit<PullPreviewProps, "id">) {
  const { t } = useWords();
  const { columns } = draft.reading;
  const lines = [...Object.entries(columns), ["", ""] as const];
  const put = (at: number, name: string, given: string) => {
    const next = lines.map((line, place) => (place === at ? ([name, given] as const) : line));
    const kept = Object.fromEntries(next.filter(([one]) => one !== ""));
    set({ reading: { ...draft.reading, columns: kept } });
  };
  return (
    <Stack gap={4} w="100%">
      <Text size="sm" fw={500}>
        {t("pull.columns")}
      </Text>
      <Text size="xs" c="dimmed">
        {t("pull.columnsHint")}
      </Text>
      {lines.map(([name, given], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line keeps its place while it is typed in.
        <Group key={at} grow gap="xs">
          <TextInput
            size="xs"
            aria-label={t("pull.column")}
            placeholder={t("pull.column")}
            value={name}
            onChange={(event) => put(at, event.currentTarget.value, given)}
          />
          <TextInput
            size="xs"
            aria-label={t("pull.meaning")}
            placeholder={t("pull.meaningExample")}
            value={given}
            disabled={name === ""}
            onChange={(event) => put(at, name, event.currentTarget.value)}
          />
        </Group>
      ))}
    </Stack>
  );
}
