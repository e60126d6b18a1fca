import { Checkbox, Group, Radio, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { DescribedForm, defaultsOf, type Values } from "../parts/described-form.tsx";
import { KeepForm } from "../parts/keep-form.tsx";
import { KindSelect } from "../parts/kind-select.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { isOfSettings } from "../parts/problems.ts";
import { networksQuery } from "../queries.ts";
import type { Network, Outlet } from "../types.ts";
import { LANGUAGES, type Language, useWords } from "../words.ts";

type OutletFormProps = { outlet?: Outlet; close: () => void };

export function OutletForm(props: OutletFormProps) {
  const networks = useQuery(networksQuery);
  return (
    <Loaded query={networks}>{(answer) => <Fields {...props} networks={answer.networks} />}</Loaded>
  );
}

type Draft = {
  kind: string;
  name: string;
  languages: Language[];
  mode: Outlet["mode"];
  enabled: boolean;
  settings: Values;
};

const draftOf = (outlet: Outlet | undefined, first: Network | undefined): Draft => ({
  kind: outlet?.kind ?? first?.kind ?? "",
  name: outlet?.name ?? "",
  languages: outlet?.languages ?? [...LANGUAGES],
  mode: outlet?.mode ?? "automatic",
  enabled: outlet?.enabled ?? true,
  settings: outlet?.settings ?? defaultsOf(first?.fields ?? []),
});

function Fields({ outlet, close, networks }: OutletFormProps & { networks: Network[] }) {
  const { t } = useWords();
  const [draft, setDraft] = useState(() => draftOf(outlet, networks[0]));
  const chosen = networks.find(({ kind }) => kind === draft.kind);
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const keep = useAct({
    run: ({ kind, enabled, ...rest }: Draft) =>
      outlet
        ? api.put(`/outlets/${outlet.id}`, { ...rest, enabled })
        : api.post("/outlets", { kind, ...rest }),
    done: t("outlets.kept"),
    refresh: ["outlets", "announcement-check"],
    tellsBeside: isOfSettings,
    after: close,
  });
  return (
    <KeepForm
      keep={() => keep.mutate(draft)}
      isPending={keep.isPending}
      close={close}
      failed={keep.error}
    >
      <KindSelect
        label={t("outlets.network")}
        kinds={networks}
        value={draft.kind}
        fixed={outlet !== undefined}
        choose={({ kind, fields }) => set({ kind, settings: defaultsOf(fields) })}
      />
      <TextInput
        label={t("outlets.name")}
        required
        maxLength={80}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <DescribedForm
        fields={chosen?.fields ?? []}
        values={draft.settings}
        secretsSet={outlet?.secretsSet ?? []}
        change={(settings) => set({ settings })}
        refused={keep.variables && { cause: keep.error, values: keep.variables.settings }}
      />
      <Speech draft={draft} set={set} />
      {outlet ? (
        <Checkbox
          label={t("outlets.enabled")}
          checked={draft.enabled}
          onChange={(event) => set({ enabled: event.currentTarget.checked })}
        />
      ) : null}
    </KeepForm>
  );
}

/** In which languages it speaks, and whether somebody is asked before it does. */
function Speech({ draft, set }: { draft: Draft; set: (part: Partial<Draft>) => void }) {
  const { t } = useWords();
  return (
    <>
      <Checkbox.Group
        label={t("outlets.languages")}
        required
        value={draft.languages}
        onChange={(values) =>
          set({ languages: LANGUAGES.filter((language) => values.includes(language)) })
        }
      >
        <Group mt={4}>
          {LANGUAGES.map((language) => (
            <Checkbox key={language} value={language} label={t(`language.${language}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      <Radio.Group
        label={t("outlets.when")}
        value={draft.mode}
        onChange={(mode) => set({ mode: mode === "ask" ? "ask" : "automatic" })}
      >
        <Stack gap={6} mt={4}>
          <Radio value="automatic" label={t("outlets.mode.automatic")} />
          <Radio value="ask" label={t("outlets.mode.ask")} />
        </Stack>
      </Radio.Group>
    </>
  );
}
