import { Button, Checkbox, Group, NumberInput, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { DescribedForm, defaultsOf, type Values } from "../parts/described-form.tsx";
import { KindSelect } from "../parts/kind-select.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { sensorsQuery } from "../queries.ts";
import type { Description, Source } from "../types.ts";
import { useWords } from "../words.ts";

const firstEveryMs = 60_000;
const secondMs = 1_000;
type SourceFormProps = { platformId: string; source?: Source; close: () => void };

export function SourceForm(props: SourceFormProps) {
  const sensors = useQuery(sensorsQuery);
  return (
    <Loaded query={sensors}>{(answer) => <Fields {...props} sensors={answer.sensors} />}</Loaded>
  );
}

function Fields({
  platformId,
  source,
  close,
  sensors,
}: SourceFormProps & { sensors: Description[] }) {
  const { t } = useWords();
  const [draft, setDraft] = useState(() => draftOf(source, sensors[0]));
  const chosen = sensors.find(({ kind }) => kind === draft.sensor);
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const keep = useAct({
    run: () => {
      const body = { platformId, ...draft };
      return source ? api.put(`/sources/${source.id}`, body) : api.post("/sources", body);
    },
    done: t("sources.kept"),
    refresh: ["platforms", "sources"],
    after: close,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <KindSelect
          label={t("sources.sensor")}
          kinds={sensors}
          value={draft.sensor}
          fixed={source !== undefined}
          choose={({ kind, fields }) => set({ sensor: kind, settings: defaultsOf(fields) })}
        />
        <TextInput
          label={t("sources.name")}
          required
          maxLength={80}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <NumberInput
          label={t("sources.every")}
          min={5}
          required
          value={draft.everyMs / secondMs}
          onChange={(next) => set({ everyMs: Number(next) * secondMs })}
        />
        <DescribedForm
          fields={chosen?.fields ?? []}
          values={draft.settings}
          secretsSet={source?.hasSecrets ? secretsOf(chosen) : []}
          change={(settings) => set({ settings })}
        />
        <Checkbox
          label={t("sources.enabled")}
          checked={draft.enabled}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={keep.isPending}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

type Draft = { sensor: string; name: string; everyMs: number; enabled: boolean; settings: Values };

const draftOf = (source: Source | undefined, first: Description | undefined): Draft => ({
  sensor: source?.sensor ?? first?.kind ?? "",
  name: source?.name ?? "",
  everyMs: source?.everyMs ?? firstEveryMs,
  enabled: source?.enabled ?? true,
  settings: source?.settings ?? defaultsOf(first?.fields ?? []),
});

/** The server says only that secrets are set; a field left empty keeps what is there. */
const secretsOf = (sensor: Description | undefined): string[] =>
  (sensor?.fields ?? []).filter(({ type }) => type === "secret").map(({ name }) => name);
