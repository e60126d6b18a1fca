import { Group, Progress, Stack, Text } from "@mantine/core";
import { State } from "../parts/states.tsx";
import { Ago } from "../parts/when.tsx";
import type { Addend, Assessment } from "../types.ts";
import { useWords } from "../words.ts";
import css from "./incidents.module.css";

const levelColour: Record<string, string> = {
  healthy: "teal",
  unclear: "gray",
  suspected: "orange",
  confirmed: "red",
};

/** Why we believe what we believe: every addend as a sentence, with how much it counts. */
export function AssessmentExplained({ assessment }: { assessment: Assessment }) {
  const { t, pick } = useWords();
  // What kind of trouble it is says nothing while there is none.
  const isTrouble = assessment.level === "suspected" || assessment.level === "confirmed";
  const { confidence } = assessment;
  const said = useConfidence()(confidence);
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <State kind="level" state={assessment.level} />
        <Text size="sm">
          {isTrouble ? `${pick(assessment.classText)} · ` : ""}
          {t("assessment.made")} <Ago at={assessment.at} />
        </Text>
      </Group>
      <div>
        <Text size="sm" mb={4}>
          {said}
        </Text>
        {confidence === null ? null : (
          <Progress
            value={confidence * 100}
            color={levelColour[assessment.level] ?? "gray"}
            aria-label={said}
            size="lg"
          />
        )}
      </div>
      {assessment.crowdOnly && assessment.level !== "healthy" ? (
        <Text size="sm" c="dimmed">
          {t("assessment.crowdOnly")}
        </Text>
      ) : null}
      <AddendLines addends={assessment.addends} />
    </Stack>
  );
}

/** How sure we are, in words; where nothing speaks for it or against it, that it is not known. */
export function useConfidence(): (confidence: number | null) => string {
  const { t, percent } = useWords();
  return (confidence) =>
    confidence === null
      ? t("assessment.confidenceUnknown")
      : t("assessment.confidence", { percent: percent(confidence) });
}

/** Every addend of the sum: its sentence, and its weight as a bar that points for or against trouble. */
export function AddendLines({ addends }: { addends: Addend[] }) {
  const { t } = useWords();
  const heaviest = Math.max(1, ...addends.map(({ weight }) => Math.abs(weight)));
  if (addends.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("assessment.noAddend")}
      </Text>
    );
  }
  return (
    <div>
      <div className={css.addend} aria-hidden>
        <span />
        <Group justify="space-between" gap={4} wrap="nowrap" fz={11} c="dimmed">
          <span>{t("assessment.against")}</span>
          <span>{t("assessment.for")}</span>
        </Group>
        <span />
      </div>
      <Stack gap={0} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {addends.map((addend) => (
          <AddendLine key={`${addend.kind} ${addend.code}`} addend={addend} heaviest={heaviest} />
        ))}
      </Stack>
    </div>
  );
}

function AddendLine({ addend, heaviest }: { addend: Addend; heaviest: number }) {
  const { t, pick, number } = useWords();
  const share = (Math.abs(addend.weight) / heaviest) * 50;
  const against = addend.weight < 0;
  const size = number(Math.abs(addend.weight), 1);
  const weight = size === "0" ? size : `${against ? "−" : "+"}${size}`;
  return (
    <li className={css.addend}>
      <Text size="sm">{pick(addend.text)}</Text>
      <div className={css.weight} aria-hidden>
        <div
          className={css.weightBar}
          data-against={against}
          style={
            against ? { right: "50%", width: `${share}%` } : { left: "50%", width: `${share}%` }
          }
        />
      </div>
      <Text size="sm" fw={600} ta="right" aria-label={t("assessment.weight", { weight })}>
        {weight}
      </Text>
    </li>
  );
}
