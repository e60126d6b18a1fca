import { Button, Text } from "@mantine/core";
import { Plus } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { KeepForm } from "../parts/keep-form.tsx";
import { TwoLanguageInputs } from "../parts/two-language-inputs.tsx";
import type { Playbook } from "../types.ts";
import { useWords } from "../words.ts";
import { draftOf, type StepDraft, StepFields } from "./step-fields.tsx";

const stepsMax = 40;

/** The steps of a plan in their order. What runs already keeps the steps it began with. */
export function PlaybookForm({ playbook, close }: { playbook: Playbook; close: () => void }) {
  const { t } = useWords();
  const [name, setName] = useState(playbook.name);
  const [steps, setSteps] = useState(() => playbook.steps.map(draftOf));
  const keep = useAct({
    run: () =>
      api.put(`/playbooks/${playbook.id}`, {
        version: playbook.version,
        name,
        steps: steps.map(sentOf),
      }),
    done: t("playbook.kept"),
    refresh: ["playbooks"],
    after: close,
  });
  return (
    <KeepForm keep={() => keep.mutate()} isPending={keep.isPending} close={close}>
      <Text size="sm" c="dimmed">
        {t("playbook.hint")}
      </Text>
      <TwoLanguageInputs label={t("playbook.name")} maxLength={200} value={name} change={setName} />
      <Steps steps={steps} change={setSteps} />
    </KeepForm>
  );
}

type StepsProps = { steps: StepDraft[]; change: (steps: StepDraft[]) => void };

function Steps({ steps, change }: StepsProps) {
  const { t } = useWords();
  const set = (id: string, part: Partial<StepDraft>) =>
    change(steps.map((step) => (step.id === id ? { ...step, ...part } : step)));
  return (
    <>
      {steps.map((step, index) => (
        <StepFields
          key={step.id}
          step={step}
          place={{ index, count: steps.length }}
          change={(part) => set(step.id, part)}
          move={(by) => change(moved(steps, index, index + by))}
          remove={() => change(steps.filter(({ id }) => id !== step.id))}
        />
      ))}
      <Button
        variant="default"
        style={{ alignSelf: "flex-start" }}
        disabled={steps.length >= stepsMax}
        leftSection={<Plus aria-hidden size={16} />}
        onClick={() => change([...steps, draftOf()])}
      >
        {t("playbook.add")}
      </Button>
    </>
  );
}

const sentOf = ({ key, title, ownerRole, dueAfterMs, everyMs }: StepDraft) => ({
  key,
  title,
  ownerRole,
  dueAfterMs,
  everyMs,
});

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const one = list[from];
  const rest = list.filter((_, index) => index !== from);
  return one === undefined ? [...list] : [...rest.slice(0, to), one, ...rest.slice(to)];
}
