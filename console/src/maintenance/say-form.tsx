import { Select, Text } from "@mantine/core";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { KeepForm } from "../parts/keep-form.tsx";
import { useWords } from "../words.ts";
import { Messages } from "./form.tsx";
import type { Work } from "./queries.ts";

/** Tells how the work goes: words, another state, or both. */
export function SayForm({ work, close }: { work: Work; close: () => void }) {
  const { t } = useWords();
  const [state, setState] = useState<Work["state"] | null>(null);
  const [text, setText] = useState({ fr: "", en: "" });
  const silent = text.fr.trim() === "" && text.en.trim() === "";
  const say = useAct({
    run: () => api.post(`/maintenances/${work.id}/updates`, { state, text: silent ? null : text }),
    done: t("maintenance.said"),
    refresh: ["maintenances", "contact-points"],
    after: close,
  });
  return (
    <KeepForm keep={() => say.mutate(undefined)} isPending={say.isPending} close={close}>
      <Select
        label={t("maintenance.turn")}
        placeholder={t("maintenance.turnNone")}
        clearable
        value={state}
        data={work.may.turn.map((value) => ({ value, label: t(`maintenance.turnTo.${value}`) }))}
        onChange={(next) => setState(work.may.turn.find((each) => each === next) ?? null)}
      />
      <Messages
        label={t("maintenance.text")}
        value={text}
        change={setText}
        required={!silent || state === null}
      />
      <Text size="xs" c="dimmed">
        {t("maintenance.sayHint")}
      </Text>
    </KeepForm>
  );
}
