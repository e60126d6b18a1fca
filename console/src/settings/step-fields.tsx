import {
  ActionIcon,
  Checkbox,
  Fieldset,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Text,
} from "@mantine/core";
import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { TwoLanguageInputs } from "../parts/two-language-inputs.tsx";
import type { PlaybookStep } from "../types.ts";
import { useWords } from "../words.ts";

const minuteMs = 60_000;
const dueFirstMs = 30 * minuteMs;
const everyFirstMs = 30 * minuteMs;
const everyMinMinutes = 5;
const minutesMax = 30 * 24 * 60;
const ROLES = ["responder", "communicator", "approver", "administrator"] as const;

export type StepDraft = Omit<PlaybookStep, "key"> & { key: string | null; id: string };

/** A step as the form holds it; a new one has no key, only a name of this page. */
export const draftOf = (step?: PlaybookStep): StepDraft => ({
  id: step?.key ?? crypto.randomUUID(),
  key: step?.key ?? null,
  title: step?.title ?? { fr: "", en: "" },
  ownerRole: step?.ownerRole ?? "responder",
  dueAfterMs: step?.dueAfterMs ?? dueFirstMs,
  everyMs: step?.everyMs ?? null,
  ticksItself: step?.ticksItself ?? false,
});

type StepFieldsProps = {
  step: StepDraft;
  place: { index: number; count: number };
  change: (part: Partial<StepDraft>) => void;
  move: (by: 1 | -1) => void;
  remove: () => void;
};

export function StepFields({ step, place, change, move, remove }: StepFieldsProps) {
  const { t } = useWords();
  const number = place.index + 1;
  return (
    <Fieldset legend={t("playbook.step", { number })}>
      <TwoLanguageInputs
        label={t("playbook.what")}
        maxLength={200}
        value={step.title}
        change={(title) => change({ title })}
      />
      {step.ticksItself ? (
        <Text size="xs" c="dimmed" mt={4}>
          {t("playbook.ticksItselfHint")}
        </Text>
      ) : null}
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" mt="sm">
        <Select
          label={t("playbook.who")}
          allowDeselect={false}
          value={step.ownerRole}
          data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
          onChange={(next) => change({ ownerRole: ROLES.find((r) => r === next) ?? "responder" })}
        />
        <Minutes
          label={t("playbook.due")}
          valueMs={step.dueAfterMs}
          min={0}
          change={(dueAfterMs) => change({ dueAfterMs })}
        />
      </SimpleGrid>
      <Group mt="sm" gap="sm" align="flex-end" justify="space-between">
        <Repeating everyMs={step.everyMs} change={(everyMs) => change({ everyMs })} />
        <Group gap={4}>
          <Small label={t("playbook.up", { number })} off={number === 1} act={() => move(-1)}>
            <ArrowUp aria-hidden size={16} />
          </Small>
          <Small
            label={t("playbook.down", { number })}
            off={number === place.count}
            act={() => move(1)}
          >
            <ArrowDown aria-hidden size={16} />
          </Small>
          <Small label={t("playbook.remove", { number })} off={place.count === 1} act={remove}>
            <Trash2 aria-hidden size={16} />
          </Small>
        </Group>
      </Group>
    </Fieldset>
  );
}

type RepeatingProps = { everyMs: number | null; change: (everyMs: number | null) => void };

function Repeating({ everyMs, change }: RepeatingProps) {
  const { t } = useWords();
  return (
    <Group gap="sm" align="flex-end">
      <Checkbox
        label={t("playbook.repeats")}
        checked={everyMs !== null}
        onChange={(event) => change(event.currentTarget.checked ? everyFirstMs : null)}
      />
      {everyMs === null ? null : (
        <Minutes
          label={t("playbook.every")}
          valueMs={everyMs}
          min={everyMinMinutes}
          change={change}
        />
      )}
    </Group>
  );
}

type MinutesProps = { label: string; valueMs: number; min: number; change: (ms: number) => void };

function Minutes({ label, valueMs, min, change }: MinutesProps) {
  return (
    <NumberInput
      label={label}
      min={min}
      max={minutesMax}
      allowDecimal={false}
      required
      value={valueMs / minuteMs}
      onChange={(next) => change(Math.max(min, Number(next)) * minuteMs)}
    />
  );
}

type SmallProps = { label: string; off: boolean; act: () => void; children: ReactNode };

function Small({ label, off, act, children }: SmallProps) {
  return (
    <ActionIcon variant="default" size="lg" aria-label={label} disabled={off} onClick={act}>
      {children}
    </ActionIcon>
  );
}
