import {
  Button,
  Checkbox,
  Group,
  MultiSelect,
  Select,
  SimpleGrid,
  Stack,
  TextInput,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { useZone } from "../parts/when.tsx";
import { platformsQuery } from "../queries.ts";
import { fromInput, toInput } from "../times.ts";
import { LANGUAGES, useWords } from "../words.ts";
import { ENTRY_KINDS, ENTRY_LOADS, type EntryDraft, entryDraft } from "./draft.ts";
import type { Entry } from "./queries.ts";

type FormProps = { entry?: Entry; close: () => void };

export function EntryForm({ entry, close }: FormProps) {
  const { t } = useWords();
  const [draft, setDraft] = useState<EntryDraft>(() => entryDraft(entry, Date.now()));
  const set = (part: Partial<EntryDraft>) => setDraft({ ...draft, ...part });
  const keep = useAct({
    run: () => (entry ? api.put(`/calendar/${entry.id}`, draft) : api.post("/calendar", draft)),
    done: t("calendar.kept"),
    refresh: ["calendar", "risk"],
    after: close,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate(undefined);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Titles draft={draft} set={set} />
        <When draft={draft} set={set} />
        <Manner draft={draft} set={set} />
        <Group justify="flex-end">
          <Button type="submit" loading={keep.isPending}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type PartProps = { draft: EntryDraft; set: (part: Partial<EntryDraft>) => void };

function Titles({ draft, set }: PartProps) {
  const { t } = useWords();
  return LANGUAGES.map((written) => (
    <TextInput
      key={written}
      lang={written}
      label={`${t("calendar.name")} · ${t(`language.${written}`)}`}
      required
      maxLength={200}
      value={draft.title[written]}
      onChange={(event) => set({ title: { ...draft.title, [written]: event.currentTarget.value } })}
    />
  ));
}

function When({ draft, set }: PartProps) {
  const { t } = useWords();
  const { timeZone } = useZone();
  const edge = (name: "from" | "until") => (
    <TextInput
      type="datetime-local"
      label={t(`calendar.${name === "from" ? "begins" : "ends"}`)}
      required
      value={toInput(Date.parse(draft[name]), timeZone)}
      onChange={(event) => {
        const at = fromInput(event.currentTarget.value, timeZone);
        if (Number.isFinite(at)) set({ [name]: new Date(at).toISOString() });
      }}
    />
  );
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {edge("from")}
        {edge("until")}
      </SimpleGrid>
      <Checkbox
        label={t("calendar.repeats")}
        checked={draft.yearly}
        onChange={(event) => set({ yearly: event.currentTarget.checked })}
      />
    </>
  );
}

type Said = Pick<EntryDraft, "kind" | "load" | "platformIds" | "country" | "source">;
type MannerProps = { draft: Said; set: (part: Partial<Said>) => void };

/** What is true of one entry, and of all entries of a file. */
export function Manner({ draft, set }: MannerProps) {
  const { t } = useWords();
  const platforms = useQuery(platformsQuery).data?.platforms ?? [];
  return (
    <>
      <What draft={draft} set={set} />
      <MultiSelect
        label={t("calendar.platforms")}
        description={t("calendar.platformsHint")}
        clearable
        value={draft.platformIds}
        data={platforms.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(platformIds) => set({ platformIds })}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          label={t("calendar.source")}
          maxLength={300}
          value={draft.source}
          onChange={(event) => set({ source: event.currentTarget.value })}
        />
        <TextInput
          label={t("calendar.country")}
          maxLength={2}
          pattern="[A-Z]{2}"
          value={draft.country ?? ""}
          onChange={(event) => set({ country: event.currentTarget.value.toUpperCase() || null })}
        />
      </SimpleGrid>
    </>
  );
}

function What({ draft, set }: MannerProps) {
  const { t } = useWords();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      <Select
        label={t("calendar.kindLabel")}
        allowDeselect={false}
        value={draft.kind}
        data={ENTRY_KINDS.map((value) => ({ value, label: t(`calendar.kind.${value}`) }))}
        onChange={(next) => set({ kind: ENTRY_KINDS.find((kind) => kind === next) ?? draft.kind })}
      />
      <Select
        label={t("calendar.loadLabel")}
        allowDeselect={false}
        value={draft.load}
        data={ENTRY_LOADS.map((value) => ({ value, label: t(`calendar.load.${value}`) }))}
        onChange={(next) => set({ load: ENTRY_LOADS.find((load) => load === next) ?? draft.load })}
      />
    </SimpleGrid>
  );
}
