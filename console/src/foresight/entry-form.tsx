import { Checkbox, MultiSelect, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { KeepForm } from "../parts/keep-form.tsx";
import { MomentInput } from "../parts/moment-input.tsx";
import { TwoLanguageInputs } from "../parts/two-language-inputs.tsx";
import { platformsQuery } from "../queries.ts";
import { present } from "../times.ts";
import { useWords } from "../words.ts";
import { ENTRY_KINDS, ENTRY_LOADS, type EntryDraft, entryDraft } from "./draft.ts";
import type { Entry } from "./queries.ts";

const titleLengthMax = 200;
type FormProps = { entry?: Entry; close: () => void };

export function EntryForm({ entry, close }: FormProps) {
  const { t } = useWords();
  const [draft, setDraft] = useState<EntryDraft>(() => entryDraft(entry, present()));
  const set = (part: Partial<EntryDraft>) => setDraft({ ...draft, ...part });
  const keep = useAct({
    run: () => (entry ? api.put(`/calendar/${entry.id}`, draft) : api.post("/calendar", draft)),
    done: t("calendar.kept"),
    refresh: ["calendar", "risk"],
    after: close,
  });
  return (
    <KeepForm keep={() => keep.mutate(undefined)} isPending={keep.isPending} close={close}>
      <TwoLanguageInputs
        label={t("calendar.name")}
        maxLength={titleLengthMax}
        value={draft.title}
        change={(title) => set({ title })}
      />
      <When draft={draft} set={set} />
      <Manner draft={draft} set={set} />
    </KeepForm>
  );
}

type PartProps = { draft: EntryDraft; set: (part: Partial<EntryDraft>) => void };

function When({ draft, set }: PartProps) {
  const { t } = useWords();
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <MomentInput
          label={t("calendar.begins")}
          at={draft.from}
          change={(from) => set({ from })}
        />
        <MomentInput
          label={t("calendar.ends")}
          at={draft.until}
          change={(until) => set({ until })}
        />
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
