import { Group, NumberInput, Select } from "@mantine/core";
import { useWords } from "../words.ts";
import type { Parts } from "./question.ts";

type ActivityFieldProps = {
  active: Parts["active"];
  change: (active: Parts["active"]) => void;
};

const daysDefault = 365;
const daysMax = 3_650;

/** Whom we have reached, or heard from, lately. */
export function ActivityField({ active, change }: ActivityFieldProps) {
  const { t } = useWords();
  const choose = (what: string | null) =>
    change(
      what === "reached" || what === "answered"
        ? { what, days: active?.days ?? daysDefault }
        : undefined,
    );
  return (
    <Group align="flex-end" gap="xs">
      <Select
        label={t("question.active")}
        clearable
        placeholder={t("question.anyActivity")}
        style={{ flex: "2 1 12rem" }}
        value={active?.what ?? null}
        data={[
          { value: "reached", label: t("question.reached") },
          { value: "answered", label: t("question.answered") },
        ]}
        onChange={choose}
      />
      {active ? (
        <NumberInput
          label={t("question.days")}
          style={{ flex: "1 1 8rem" }}
          min={1}
          max={daysMax}
          allowDecimal={false}
          clampBehavior="strict"
          value={active.days}
          onChange={(days) => typeof days === "number" && change({ ...active, days })}
        />
      ) : null}
    </Group>
  );
}
