import { Checkbox, NumberInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { DescribedForm, defaultsOf, type Values } from "../parts/described-form.tsx";
import { KeepForm } from "../parts/keep-form.tsx";
import { KindSelect } from "../parts/kind-select.tsx";
import type { Copy, WhereTo } from "../types.ts";
import { useWords } from "../words.ts";

const everySecondsUsual = 60;
type CopyFormProps = { copy?: Copy; destinations: readonly WhereTo[]; close: () => void };

export function CopyForm({ copy, destinations, close }: CopyFormProps) {
  const { t } = useWords();
  const [draft, setDraft] = useState(() => draftOf(copy, destinations[0]));
  const chosen = destinations.find(({ kind }) => kind === draft.kind);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const keep = useAct({
    run: () => (copy ? api.put(`/copies/${copy.id}`, draft) : api.post("/copies", draft)),
    done: t("copies.kept"),
    refresh: ["copies", "embedding"],
    after: close,
  });
  return (
    <KeepForm keep={() => keep.mutate()} isPending={keep.isPending} close={close}>
      <KindSelect
        label={t("copies.kind")}
        kinds={destinations}
        value={draft.kind}
        fixed={copy !== undefined}
        choose={({ kind, fields }) => set({ kind, settings: defaultsOf(fields) })}
      />
      <Names draft={draft} set={set} />
      <DescribedForm
        fields={chosen?.fields ?? []}
        values={draft.settings}
        secretsSet={copy?.secretsSet ?? []}
        change={(settings) => set({ settings: filled(settings) })}
      />
      <Rhythm draft={draft} set={set} />
    </KeepForm>
  );
}

type PartProps = { draft: Draft; set: (part: Partial<Draft>) => void };

function Names({ draft, set }: PartProps) {
  const { t } = useWords();
  return (
    <>
      <TextInput
        label={t("copies.name")}
        required
        maxLength={80}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t("copies.publicUrl")}
        description={t("copies.publicUrlHint")}
        type="url"
        placeholder="https://copy.example.org"
        value={draft.publicUrl}
        onChange={(event) => set({ publicUrl: event.currentTarget.value })}
      />
    </>
  );
}

function Rhythm({ draft, set }: PartProps) {
  const { t } = useWords();
  return (
    <>
      <NumberInput
        label={t("copies.every")}
        description={t("copies.everyHint")}
        min={15}
        max={3_600}
        required
        value={draft.everySeconds}
        onChange={(next) => set({ everySeconds: Number(next) })}
      />
      <Checkbox
        label={t("copies.enabled")}
        checked={draft.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
    </>
  );
}

type Draft = {
  kind: string;
  name: string;
  publicUrl: string;
  settings: Values;
  everySeconds: number;
  enabled: boolean;
};

/** What was emptied is left out: it is no address of nothing. */
const filled = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== "" && value !== undefined),
  );

const draftOf = (copy: Copy | undefined, first: WhereTo | undefined): Draft => ({
  kind: copy?.kind ?? first?.kind ?? "",
  name: copy?.name ?? "",
  publicUrl: copy?.publicUrl ?? "",
  settings: copy?.settings ?? defaultsOf(first?.fields ?? []),
  everySeconds: copy?.everySeconds ?? everySecondsUsual,
  enabled: copy?.enabled ?? true,
});
