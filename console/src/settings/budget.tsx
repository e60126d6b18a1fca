import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { SumField } from "../broadcasts/budget.tsx";
import { useAct } from "../parts/act.ts";
import { Panel } from "../parts/page.tsx";
import { localeOf } from "../times.ts";
import type { Organisation } from "../types.ts";
import { useWords } from "../words.ts";

const currencies = ["EUR", ...Intl.supportedValuesOf("currency").filter((code) => code !== "EUR")];

/** In what we count money, and what all broadcasts of a day may cost together. */
export function BudgetSettings({ organisation }: { organisation: Organisation }) {
  const { t, language } = useWords();
  const [currency, setCurrency] = useState(organisation.currency);
  const [budgetDayCents, setCents] = useState(organisation.budgetDayCents);
  const names = new Intl.DisplayNames(localeOf(language), { type: "currency" });
  const keep = useAct({
    run: () => api.put("/organisation/budget", { currency, budgetDayCents }),
    done: t("organisation.kept"),
    refresh: ["organisation", "session"],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  return (
    <Panel title={t("budget.settings")}>
      <form onSubmit={submit}>
        <Stack maw={560}>
          <Text size="sm">{t("budget.settingsHint")}</Text>
          <Select
            label={t("budget.currency")}
            searchable
            allowDeselect={false}
            value={currency}
            data={currencies.map((value) => ({
              value,
              label: `${value} · ${names.of(value) ?? value}`,
            }))}
            onChange={(next) => next && setCurrency(next)}
          />
          <SumField
            label={t("budget.day")}
            hint={t("budget.dayHint")}
            currency={currency}
            cents={budgetDayCents}
            change={setCents}
          />
          <Group>
            <Button type="submit" loading={keep.isPending}>
              {t("budget.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
