import { Badge, Button, Group, Paper, Stack, Text, Textarea } from "@mantine/core";
import { CircleCheck, HandHelping, NotebookPen, Undo2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { TextLink } from "../parts/links.tsx";
import { Ago } from "../parts/when.tsx";
import type { SafetyLine } from "../types.ts";
import { useWords } from "../words.ts";

type Change = { state: "open" | "claimed" | "done"; note?: string };
type PersonProps = { line: SafetyLine; broadcastId: number; mayCare: boolean };

/** One person who needs somebody: what they said, how to reach them, and who looks after them. */
export function SafetyPerson({ line, broadcastId, mayCare }: PersonProps) {
  const { t } = useWords();
  return (
    <Paper component="li" withBorder p="sm">
      <Stack gap={6}>
        <Group justify="space-between" gap="xs">
          <TextLink to="/contacts" search={{ contact: String(line.contactId) }} fw={600} size="sm">
            {line.name}
          </TextLink>
          <CareBadge line={line} />
        </Group>
        <Text size="xs" c="dimmed">
          {[line.place, ...line.ways].filter(Boolean).join(" · ")}
          {line.answerAt ? (
            <>
              {" · "}
              <Ago at={line.answerAt} />
            </>
          ) : null}
        </Text>
        {line.words && !isCode(line.words) ? (
          <Text size="sm">{t("safety.said", { words: line.words })}</Text>
        ) : null}
        {line.note ? <Text size="sm">{line.note}</Text> : null}
        {mayCare ? <CareButtons line={line} broadcastId={broadcastId} /> : null}
      </Stack>
    </Paper>
  );
}

/** “2” is said already by the list that they stand in. */
const isCode = (words: string) => words.trim().length <= 2;

function CareBadge({ line }: { line: SafetyLine }) {
  const { t } = useWords();
  const care = line.care ?? "open";
  const color = { open: "red", claimed: "blue", done: "teal" }[care];
  if (care === "open" && line.answer !== "help") return null;
  return (
    <Badge variant="light" color={color} style={{ textTransform: "none" }}>
      {t(`safety.care.${care}`, { name: line.careBy ?? "" })}
    </Badge>
  );
}

function CareButtons({ line, broadcastId }: Pick<PersonProps, "line" | "broadcastId">) {
  const { t } = useWords();
  const [writing, setWriting] = useState(false);
  const act = useAct({
    run: (change: Change) => api.put(`/broadcasts/${broadcastId}/safety/${line.contactId}`, change),
    refresh: ["broadcasts", "events"],
    after: () => setWriting(false),
  });
  const care = line.care ?? "open";
  const button = (state: Change["state"], icon: React.ReactNode, word: string) => (
    <Button
      size="xs"
      variant="default"
      leftSection={icon}
      disabled={act.isPending}
      aria-label={t(`safety.do.${word}Of`, { name: line.name })}
      onClick={() => act.mutate({ state })}
    >
      {t(`safety.do.${word}`)}
    </Button>
  );
  return (
    <>
      <Group gap="xs">
        {care === "claimed"
          ? button("done", <CircleCheck aria-hidden size={14} />, "done")
          : button("claimed", <HandHelping aria-hidden size={14} />, "claim")}
        {care === "claimed" ? button("open", <Undo2 aria-hidden size={14} />, "giveBack") : null}
        <Button
          size="xs"
          variant="subtle"
          leftSection={<NotebookPen aria-hidden size={14} />}
          aria-expanded={writing}
          aria-label={t("safety.do.noteOf", { name: line.name })}
          onClick={() => setWriting(!writing)}
        >
          {t("safety.do.note")}
        </Button>
      </Group>
      {writing ? (
        <NoteForm
          first={line.note ?? ""}
          isPending={act.isPending}
          keep={(note) => act.mutate({ state: care, note })}
        />
      ) : null}
    </>
  );
}

type NoteFormProps = { first: string; isPending: boolean; keep: (note: string) => void };

function NoteForm({ first, isPending, keep }: NoteFormProps) {
  const { t } = useWords();
  const [note, setNote] = useState(first);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep(note);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Textarea
          label={t("safety.do.note")}
          data-autofocus
          autosize
          minRows={2}
          maxLength={2_000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" size="xs" loading={isPending}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
