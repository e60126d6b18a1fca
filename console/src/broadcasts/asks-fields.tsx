import { Button, Checkbox, Group, NumberInput, Radio, Stack } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { TwoLanguageInputs } from "../parts/two-language-inputs.tsx";
import type { Asks, Insist } from "../types.ts";
import { useWords } from "../words.ts";

const minuteMs = 60_000;
const optionsMin = 2;
const optionsMax = 6;
const optionLengthMax = 40;
const timesMax = 12;
const minutesMax = 1_440;
const firstInsist: Insist = { everyMs: 15 * minuteMs, timesMax: 3, deputyAfterMs: null };
const empty = { fr: "", en: "" };

export type Asking = { asks: Asks; insist: Insist | null };
type AskingProps = { asking: Asking; change: (asking: Asking) => void };

/** What people are asked for, and how long we insist on an answer. */
export function AskingFields({ asking, change }: AskingProps) {
  const { t } = useWords();
  const { asks, insist } = asking;
  const choose = (kind: string) => {
    if (kind === "poll") change({ ...asking, asks: { kind, options: [empty, empty] } });
    else if (kind === "nothing") change({ asks: { kind }, insist: null });
    else change({ ...asking, asks: { kind: "safety" } });
  };
  return (
    <Stack>
      <Radio.Group label={t("asks.label")} value={asks.kind} onChange={choose}>
        <Stack gap="xs" mt="xs">
          {(["safety", "poll", "nothing"] as const).map((kind) => (
            <Radio
              key={kind}
              value={kind}
              label={t(`asks.${kind}`)}
              description={t(`asks.${kind}Hint`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      {asks.kind === "poll" ? (
        <Options
          options={asks.options}
          change={(options) => change({ ...asking, asks: { kind: "poll", options } })}
        />
      ) : null}
      {asks.kind === "nothing" ? null : (
        <>
          <Checkbox
            label={t("insist.label")}
            description={t("insist.hint")}
            checked={insist !== null}
            onChange={(event) =>
              change({ ...asking, insist: event.currentTarget.checked ? firstInsist : null })
            }
          />
          {insist ? (
            <InsistFields insist={insist} change={(next) => change({ ...asking, insist: next })} />
          ) : null}
        </>
      )}
    </Stack>
  );
}

type Option = { fr: string; en: string };
type OptionsProps = { options: Option[]; change: (options: Option[]) => void };

function Options({ options, change }: OptionsProps) {
  const { t } = useWords();
  return (
    <Stack gap="xs">
      {options.map((option, index) => (
        // The place is the option's identity: it is the number that people answer with.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Group key={index} align="flex-end" wrap="nowrap" gap="xs">
          <div style={{ flex: 1 }}>
            <TwoLanguageInputs
              label={t("asks.option", { n: index + 1 })}
              maxLength={optionLengthMax}
              value={option}
              change={(next) => change(options.with(index, next))}
            />
          </div>
          {options.length > optionsMin ? (
            <Button
              variant="subtle"
              aria-label={t("asks.removeOption", { n: index + 1 })}
              onClick={() => change(options.toSpliced(index, 1))}
            >
              <X aria-hidden size={16} />
            </Button>
          ) : null}
        </Group>
      ))}
      {options.length < optionsMax ? (
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<Plus aria-hidden size={14} />}
            onClick={() => change([...options, empty])}
          >
            {t("asks.addOption")}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}

function InsistFields({ insist, change }: { insist: Insist; change: (insist: Insist) => void }) {
  const { t } = useWords();
  const { everyMs, timesMax: times, deputyAfterMs } = insist;
  return (
    <Stack gap="xs">
      <Group grow align="flex-start">
        <NumberInput
          label={t("insist.every")}
          min={1}
          max={minutesMax}
          required
          value={everyMs / minuteMs}
          onChange={(next) => change({ ...insist, everyMs: Number(next) * minuteMs })}
        />
        <NumberInput
          label={t("insist.times")}
          min={deputyAfterMs === null ? 1 : 0}
          max={timesMax}
          required
          value={times}
          onChange={(next) => change({ ...insist, timesMax: Number(next) })}
        />
      </Group>
      <Checkbox
        label={t("insist.deputy")}
        description={t("insist.deputyHint")}
        checked={deputyAfterMs !== null}
        onChange={(event) =>
          change({ ...insist, deputyAfterMs: event.currentTarget.checked ? 2 * everyMs : null })
        }
      />
      {deputyAfterMs === null ? null : (
        <NumberInput
          label={t("insist.deputyAfter")}
          min={1}
          required
          value={deputyAfterMs / minuteMs}
          onChange={(next) => change({ ...insist, deputyAfterMs: Number(next) * minuteMs })}
        />
      )}
    </Stack>
  );
}
