import { Checkbox, MultiSelect, Select, SimpleGrid, Text, Textarea } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { KeepForm } from "../parts/keep-form.tsx";
import { MomentInput } from "../parts/moment-input.tsx";
import { TwoLanguageInputs } from "../parts/two-language-inputs.tsx";
import { contactPointsQuery, organisationQuery } from "../queries.ts";
import { AudienceLine } from "../subscribers/audience.tsx";
import { present } from "../times.ts";
import type * as View from "../types.ts";
import { LANGUAGES, type TwoLanguages, useWords } from "../words.ts";
import { Clashes } from "./clashes.tsx";
import { EFFECTS, type WorkDraft, workDraft } from "./draft.ts";
import type { Clash, Work } from "./queries.ts";

const pauseMs = 400;
type FormProps = { work?: Work; close: () => void };

/** Planned work: what, when, what it touches; and, while one types, what else happens then. */
export function WorkForm({ work, close }: FormProps) {
  const { t } = useWords();
  const [draft, setDraft] = useState<WorkDraft>(() => workDraft(work, present()));
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
      <Drill draft={draft} set={set} isNew={work === undefined} />
      {draft.drill ? null : (
        <Text size="xs" c="dimmed">
          {t(work ? "maintenance.tellsAgain" : "maintenance.tells")}
        </Text>
      )}
      <Told draft={draft} />
    </KeepForm>
  );
}

type PartProps = { draft: WorkDraft; set: (part: Partial<WorkDraft>) => void };

function When({ draft, set, begun }: PartProps & { begun: boolean }) {
  const { t } = useWords();
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <MomentInput
          label={t("maintenance.from")}
          disabled={begun}
          at={draft.from}
          change={(from) => set({ from })}
        />
        <MomentInput
          label={t("maintenance.until")}
          at={draft.until}
          change={(until) => set({ until })}
        />
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

/** In a training organisation all of it is one already; what was planned stays what it is. */
function Drill({ draft, set, isNew }: PartProps & { isNew: boolean }) {
  const { t } = useWords();
  const training = useQuery(organisationQuery).data?.mode === "training";
  if (training || (!isNew && !draft.drill)) return null;
  return (
    <Checkbox
      label={t("maintenance.drill")}
      description={t("maintenance.drillHint")}
      disabled={!isNew}
      checked={draft.drill}
      onChange={(event) => set({ drill: event.currentTarget.checked })}
    />
  );
}

/** How many the announcement would reach, before it is one. */
function Told({ draft: { pointIds, drill } }: Pick<PartProps, "draft">) {
  const [asked] = useDebouncedValue({ pointIds, drill }, pauseMs);
  const { data } = useQuery({
    queryKey: ["subscribers", "audience", "maintenance", asked],
    queryFn: () => api.post<View.Audience>("/maintenances/audience", asked),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return data ? <AudienceLine {...data} /> : null;
}

function ClashesNow({ draft, id }: { draft: WorkDraft; id: string | null }) {
  const { from, until, pointIds } = draft;
  const [asked] = useDebouncedValue({ from, until, pointIds, id }, pauseMs);
  const clashes = useQuery({
    queryKey: ["maintenances", "clashes", asked],
    queryFn: () => api.post<{ clashes: Clash[] }>("/maintenances/clashes", asked),
    enabled: from !== "" && until !== "",
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <div aria-live="polite">
      <Clashes clashes={clashes.data?.clashes ?? []} />
    </div>
  );
}
