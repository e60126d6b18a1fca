import { Checkbox, NumberInput, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { DescribedForm, defaultsOf, type Values } from "../parts/described-form.tsx";
import { KeepForm } from "../parts/keep-form.tsx";
import { KindSelect } from "../parts/kind-select.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { sensorsQuery } from "../queries.ts";
import type { SensorDescription, Source } from "../types.ts";
import { useWords } from "../words.ts";

const firstEveryMs = 60_000;
const secondMs = 1_000;
type SourceFormProps = { platformId: string | null; source?: Source; close: () => void };

export function SourceForm(props: SourceFormProps) {
  const sensors = useQuery(sensorsQuery);
  return (
    <Loaded query={sensors}>
      {(answer) => <Fields {...props} sensors={fitting(answer.sensors, props.platformId)} />}
    </Loaded>
  );
}

/** Without a platform only what looks at the world makes sense. */
const fitting = (sensors: SensorDescription[], platformId: string | null): SensorDescription[] =>
  sensors.filter(({ signalKind }) => platformId !== null || signalKind === "alerts");

function Fields({
  platformId,
  source,
  close,
  sensors,
}: SourceFormProps & { sensors: SensorDescription[] }) {
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
  return (
    <KeepForm keep={() => keep.mutate()} isPending={keep.isPending} close={close}>
      <KindSelect
        label={t("sources.sensor")}
        kinds={sensors}
        value={draft.sensor}
        fixed={source !== undefined}
        choose={({ kind, fields }) =>
          set({ sensor: kind, settings: defaultsOf(fields), everyMs: roundOf(kind, sensors) })
        }
      />
      <TextInput
        label={t("sources.name")}
        required
        maxLength={80}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {chosen?.listens ? (
        <Text size="sm" c="dimmed">
          {t("sources.listens")}
        </Text>
      ) : (
        <NumberInput
          label={t("sources.every")}
          min={5}
          required
          value={draft.everyMs / secondMs}
          onChange={(next) => set({ everyMs: Number(next) * secondMs })}
        />
      )}
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
    </KeepForm>
  );
}

type Draft = { sensor: string; name: string; everyMs: number; enabled: boolean; settings: Values };

const draftOf = (source: Source | undefined, first: SensorDescription | undefined): Draft => ({
  sensor: source?.sensor ?? first?.kind ?? "",
  name: source?.name ?? "",
  everyMs: source?.everyMs ?? first?.everyMs ?? firstEveryMs,
  enabled: source?.enabled ?? true,
  settings: source?.settings ?? defaultsOf(first?.fields ?? []),
});

/** Each kind of source has a rhythm of its own. */
const roundOf = (kind: string, sensors: readonly SensorDescription[]): number =>
  sensors.find((sensor) => sensor.kind === kind)?.everyMs ?? firstEveryMs;

/** The server says only that secrets are set; a field left empty keeps what is there. */
const secretsOf = (sensor: SensorDescription | undefined): string[] =>
  (sensor?.fields ?? []).filter(({ type }) => type === "secret").map(({ name }) => name);
