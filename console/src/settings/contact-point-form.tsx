import { Checkbox, Group, NumberInput, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { KeepForm } from "../parts/keep-form.tsx";
import { TwoLanguageInputs } from "../parts/two-language-inputs.tsx";
import { platformsQuery } from "../queries.ts";
import type { ContactPoint } from "../types.ts";
import { isLanguage, LANGUAGES, useWords } from "../words.ts";
import { HoursFields } from "./hours-fields.tsx";

const POINT_KINDS = ["whatsapp", "messenger", "phone", "email", "sms", "form", "chat"] as const;
const STATES = ["operational", "degraded", "partial", "major", "maintenance", "unknown"] as const;

type FormProps = { point?: ContactPoint; position: number; close: () => void };
type Draft = Omit<ContactPoint, "id" | "may" | "state" | "source" | "updatedAt">;

export function ContactPointForm({ point, position, close }: FormProps) {
  const { t } = useWords();
  const [draft, setDraft] = useState<Draft>(() => draftOf(point, position));
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const keep = useAct({
    run: () =>
      point ? api.put(`/contact-points/${point.id}`, draft) : api.post("/contact-points", draft),
    done: t("points.kept"),
    refresh: ["contact-points"],
    after: close,
  });
  return (
    <KeepForm keep={() => keep.mutate(undefined)} isPending={keep.isPending} close={close}>
      <TwoLanguageInputs
        label={t("points.name")}
        maxLength={80}
        value={draft.name}
        change={(name) => set({ name })}
      />
      <What draft={draft} set={set} />
      <Checkbox.Group
        label={t("points.languages")}
        value={draft.languages}
        onChange={(next) => set({ languages: next.filter(isLanguage) })}
      >
        <Group mt={4}>
          {LANGUAGES.map((value) => (
            <Checkbox key={value} value={value} label={t(`language.${value}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      <HoursFields hours={draft.hours} change={(hours) => set({ hours })} />
    </KeepForm>
  );
}

type WhatProps = { draft: Draft; set: (part: Partial<Draft>) => void };

function What({ draft, set }: WhatProps) {
  const { t } = useWords();
  const platforms = useQuery(platformsQuery).data?.platforms ?? [];
  return (
    <>
      <Select
        label={t("points.kind")}
        allowDeselect={false}
        value={draft.kind}
        data={POINT_KINDS.map((value) => ({ value, label: t(`pointKind.${value}`) }))}
        onChange={(kind) => kind && set({ kind })}
      />
      <Select
        label={t("points.platform")}
        description={t("channel.platformHint")}
        clearable
        value={draft.platformId}
        data={platforms.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(platformId) => set({ platformId })}
      />
      <TextInput
        label={t("points.link")}
        description={t("points.linkHint")}
        maxLength={500}
        value={draft.link ?? ""}
        onChange={(event) => set({ link: event.currentTarget.value || null })}
      />
      <NumberInput
        label={t("points.waiting")}
        min={0}
        value={draft.waitingMinutes ?? ""}
        onChange={(next) => set({ waitingMinutes: next === "" ? null : Number(next) })}
      />
      <Select
        label={t("points.baseline")}
        description={t("points.baselineHint")}
        allowDeselect={false}
        value={draft.baseline}
        data={STATES.map((value) => ({ value, label: t(`state.point.${value}`) }))}
        onChange={(value) =>
          set({ baseline: STATES.find((state) => state === value) ?? draft.baseline })
        }
      />
    </>
  );
}

const draftOf = (point: ContactPoint | undefined, position: number): Draft => ({
  name: point?.name ?? { fr: "", en: "" },
  kind: point?.kind ?? "phone",
  platformId: point?.platformId ?? null,
  link: point?.link ?? null,
  hours: point?.hours ?? null,
  languages: point?.languages ?? ["fr", "en"],
  waitingMinutes: point?.waitingMinutes ?? null,
  baseline: point?.baseline ?? "operational",
  position,
});
