import {
  Checkbox,
  MultiSelect,
  Select,
  SimpleGrid,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { KeepForm } from "../parts/keep-form.tsx";
import { TwoLanguageInputs } from "../parts/two-language-inputs.tsx";
import { useZone } from "../parts/when.tsx";
import { contactPointsQuery } from "../queries.ts";
import { fromInput, toInput } from "../times.ts";
import { LANGUAGES, type TwoLanguages, useWords } from "../words.ts";
import { Clashes } from "./clashes.tsx";
import { EFFECTS, type WorkDraft, workDraft } from "./draft.ts";
import type { Clash, Work } from "./queries.ts";

const pauseMs = 400;
type FormProps = { work?: Work; close: () => void };

/** Planned work: what, when, what it touches; and, while one types, what else happens then. */
export function WorkForm({ work, close }: FormProps) {
  const { t } = useWords();
  const [draft, setDraft] = useState<WorkDraft>(() => workDraft(work, Date.now()));
  const set = (part: Partial<WorkDraft>) => setDraft({ ...draft, ...part });
  const keep = useAct({
    run: () =>
      work ? api.put(`/maintenances/${work.id}`, draft) : api.post("/maintenances", draft),
    done: t("maintenance.kept"),
    refresh: ["maintenances", "contact-points"],
    after: close,
  });
  return (
    <KeepForm keep={() => keep.mutate(undefined)} isPending={keep.isPending} close={close}>
      <TwoLanguageInputs
        label={t("maintenance.name")}
        maxLength={200}
        value={draft.title}
        change={(title) => set({ title })}
      />
      <When draft={draft} set={set} begun={(work?.beganAt ?? null) !== null} />
      <Reach draft={draft} set={set} />
      <Messages
        label={t("maintenance.message")}
        value={draft.message}
        change={(message) => set({ message })}
      />
      <ClashesNow draft={draft} id={work?.id ?? null} />
      <Text size="xs" c="dimmed">
        {t(work ? "maintenance.tellsAgain" : "maintenance.tells")}
      </Text>
    </KeepForm>
  );
}

type PartProps = { draft: WorkDraft; set: (part: Partial<WorkDraft>) => void };

function When({ draft, set, begun }: PartProps & { begun: boolean }) {
  const { t } = useWords();
  const { timeZone } = useZone();
  const edge = (name: "from" | "until") => (
    <TextInput
      type="datetime-local"
      label={t(`maintenance.${name}`)}
      description={t("maintenance.zone", { zone: timeZone })}
      required
      disabled={name === "from" && begun}
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
        label={t("maintenance.firm")}
        description={t("maintenance.firmHint")}
        checked={draft.firm}
        onChange={(event) => set({ firm: event.currentTarget.checked })}
      />
    </>
  );
}

function Reach({ draft, set }: PartProps) {
  const { t, pick } = useWords();
  const points = useQuery(contactPointsQuery).data?.contactPoints ?? [];
  return (
    <>
      <MultiSelect
        label={t("maintenance.points")}
        description={t("maintenance.pointsHint")}
        clearable
        value={draft.pointIds}
        data={points.map(({ id, name }) => ({ value: id, label: pick(name) }))}
        onChange={(pointIds) => set({ pointIds })}
      />
      <Select
        label={t("maintenance.effectLabel")}
        allowDeselect={false}
        value={draft.effect}
        data={EFFECTS.map((value) => ({ value, label: t(`maintenance.effect.${value}`) }))}
        onChange={(next) => set({ effect: EFFECTS.find((each) => each === next) ?? draft.effect })}
      />
    </>
  );
}

type MessagesProps = {
  label: string;
  value: TwoLanguages;
  change: (value: TwoLanguages) => void;
  required?: boolean;
};

/** A longer text in both languages. */
export function Messages({ label, value, change, required = false }: MessagesProps) {
  const { t } = useWords();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      {LANGUAGES.map((written) => (
        <Textarea
          key={written}
          lang={written}
          label={`${label} · ${t(`language.${written}`)}`}
          maxLength={2_000}
          required={required}
          autosize
          minRows={2}
          value={value[written]}
          onChange={(event) => change({ ...value, [written]: event.currentTarget.value })}
        />
      ))}
    </SimpleGrid>
  );
}

function ClashesNow({ draft, id }: { draft: WorkDraft; id: string | null }) {
  const { from, until, pointIds } = draft;
  const [asked] = useDebouncedValue({ from, until, pointIds, id }, pauseMs);
  const clashes = useQuery({
    queryKey: ["maintenances", "clashes", asked],
    queryFn: () => api.post<{ clashes: Clash[] }>("/maintenances/clashes", asked),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <div aria-live="polite">
      <Clashes clashes={clashes.data?.clashes ?? []} />
    </div>
  );
}
