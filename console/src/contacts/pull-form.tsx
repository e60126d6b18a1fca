import {
  Checkbox,
  Group,
  NumberInput,
  PasswordInput,
  Select,
  Stack,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { KeepForm } from "../parts/keep-form.tsx";
import { useWords } from "../words.ts";
import type { Pull } from "./connection-queries.ts";
import { PullPreview } from "./pull-preview.tsx";

export type PullDraft = Omit<Pull, "id" | "hasSecret" | "held" | "nextAt" | "runs"> & {
  secret: string;
};

const minutesInHour = 60;
const hoursUsual = 24;
const brakeUsual = 20;

const fresh: PullDraft = {
  name: "",
  url: "",
  reading: { format: "csv", path: "", columns: {}, country: null, wording: "", source: "" },
  auth: "none",
  secret: "",
  absent: "keep",
  brakePercent: brakeUsual,
  everyMinutes: hoursUsual * minutesInHour,
  enabled: true,
};

const draftOf = ({
  id: _id,
  hasSecret: _has,
  held: _held,
  nextAt: _next,
  runs: _runs,
  ...pull
}: Pull) => ({
  ...pull,
  secret: "",
});

/** How a list is fetched and read; what it would do can be seen before anything is kept. */
export function PullForm({ pull, close }: { pull?: Pull; close: () => void }) {
  const { t } = useWords();
  const [draft, setDraft] = useState<PullDraft>(() => (pull ? draftOf(pull) : fresh));
  const set = (part: Partial<PullDraft>) => setDraft({ ...draft, ...part });
  const keep = useAct({
    run: () =>
      pull ? api.put(`/contact-pulls/${pull.id}`, draft) : api.post("/contact-pulls", draft),
    done: t("pull.kept"),
    refresh: ["contact-pulls"],
    after: close,
  });
  return (
    <KeepForm keep={() => keep.mutate()} isPending={keep.isPending} close={close}>
      <TextInput
        label={t("pull.name")}
        required
        maxLength={80}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t("pull.url")}
        description={t("pull.urlHint")}
        required
        type="url"
        placeholder="https://registre.example.org/membres.csv"
        value={draft.url}
        onChange={(event) => set({ url: event.currentTarget.value })}
      />
      <SignIn draft={draft} set={set} hasSecret={pull?.hasSecret ?? false} />
      <Reading draft={draft} set={set} />
      <Care draft={draft} set={set} />
      <PullPreview draft={draft} id={pull?.id} set={set} />
    </KeepForm>
  );
}

type PartProps = { draft: PullDraft; set: (part: Partial<PullDraft>) => void };

function SignIn({ draft, set, hasSecret }: PartProps & { hasSecret: boolean }) {
  const { t } = useWords();
  return (
    <Group grow align="flex-start" preventGrowOverflow={false}>
      <Select
        label={t("pull.auth")}
        allowDeselect={false}
        data={(["none", "bearer", "basic"] as const).map((value) => ({
          value,
          label: t(`pull.auths.${value}`),
        }))}
        value={draft.auth}
        onChange={(value) =>
          set({ auth: value === "bearer" || value === "basic" ? value : "none" })
        }
      />
      {draft.auth === "none" ? null : (
        <PasswordInput
          label={t(`pull.secrets.${draft.auth}`)}
          description={hasSecret ? t("pull.secretKept") : undefined}
          autoComplete="off"
          value={draft.secret}
          onChange={(event) => set({ secret: event.currentTarget.value })}
        />
      )}
    </Group>
  );
}

function Reading({ draft, set }: PartProps) {
  const { t } = useWords();
  const { reading } = draft;
  const read = (part: Partial<PullDraft["reading"]>) => set({ reading: { ...reading, ...part } });
  return (
    <Stack gap="sm">
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <Select
          label={t("pull.format")}
          allowDeselect={false}
          data={[
            { value: "csv", label: "CSV" },
            { value: "json", label: "JSON" },
          ]}
          value={reading.format}
          onChange={(value) => read({ format: value === "json" ? "json" : "csv" })}
        />
        {reading.format === "json" ? (
          <TextInput
            label={t("pull.path")}
            description={t("pull.pathHint")}
            placeholder="data.people"
            value={reading.path}
            onChange={(event) => read({ path: event.currentTarget.value })}
          />
        ) : null}
      </Group>
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <TextInput
          label={t("import.source")}
          description={t("import.sourceHint")}
          value={reading.source}
          onChange={(event) => read({ source: event.currentTarget.value })}
        />
        <TextInput
          label={t("import.wording")}
          description={t("import.wordingHint")}
          value={reading.wording}
          onChange={(event) => read({ wording: event.currentTarget.value })}
        />
      </Group>
    </Stack>
  );
}

function Care({ draft, set }: PartProps) {
  const { t } = useWords();
  return (
    <>
      <Select
        label={t("pull.absent")}
        description={t("pull.absentHint")}
        allowDeselect={false}
        data={(["keep", "silence"] as const).map((value) => ({
          value,
          label: t(`pull.absents.${value}`),
        }))}
        value={draft.absent}
        onChange={(value) => set({ absent: value === "silence" ? "silence" : "keep" })}
      />
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <NumberInput
          label={t("pull.brake")}
          description={t("pull.brakeHint")}
          min={1}
          max={100}
          required
          value={draft.brakePercent}
          onChange={(value) => set({ brakePercent: Number(value) })}
        />
        <NumberInput
          label={t("pull.every")}
          description={t("pull.everyHint")}
          min={5}
          max={44_640}
          required
          value={draft.everyMinutes}
          onChange={(value) => set({ everyMinutes: Number(value) })}
        />
      </Group>
      <Checkbox
        label={t("pull.enabled")}
        checked={draft.enabled}
        onChange={(event) => set({ enabled: event.currentTarget.checked })}
      />
    </>
  );
}
