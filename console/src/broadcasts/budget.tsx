import { Checkbox, NumberInput, Text } from "@mantine/core";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { KeepForm } from "../parts/keep-form.tsx";
import type { Broadcast } from "../types.ts";
import { useWords } from "../words.ts";

type SumFieldProps = {
  label: string;
  hint: string;
  currency: string;
  cents: number | null;
  change: (cents: number | null) => void;
};

/** A sum of money, or none. It is typed in whole units and kept in hundredths. */
export function SumField({ label, hint, currency, cents, change }: SumFieldProps) {
  return (
    <NumberInput
      label={`${label} (${currency})`}
      description={hint}
      min={0.01}
      decimalScale={2}
      value={cents === null ? "" : cents / 100}
      onChange={(next) => change(typeof next === "number" ? Math.round(next * 100) : null)}
    />
  );
}

/** Lets whoever approves say what a broadcast may cost. */
export function BudgetButton({ broadcast, currency }: { broadcast: Broadcast; currency: string }) {
  const { t } = useWords();
  return (
    <EditInDialog
      label={t("budget.change")}
      title={t("budget.title")}
      isNew={false}
      form={(close) => <BudgetForm broadcast={broadcast} currency={currency} close={close} />}
    />
  );
}

type BudgetFormProps = { broadcast: Broadcast; currency: string; close: () => void };

function BudgetForm({ broadcast, currency, close }: BudgetFormProps) {
  const { t } = useWords();
  const [budgetCents, setCents] = useState(broadcast.budgetCents);
  const [beyondDay, setBeyond] = useState(broadcast.beyondDay);
  const keep = useAct({
    run: () => api.put(`/broadcasts/${broadcast.id}/budget`, { budgetCents, beyondDay }),
    done: t("budget.kept"),
    refresh: ["broadcasts", "events"],
    after: close,
  });
  return (
    <KeepForm keep={() => keep.mutate()} isPending={keep.isPending} close={close}>
      <Text size="sm">{t("budget.explain")}</Text>
      <SumField
        label={t("budget.broadcast")}
        hint={t("budget.broadcastHint")}
        currency={currency}
        cents={budgetCents}
        change={setCents}
      />
      <Checkbox
        label={t("budget.beyondDay")}
        description={t("budget.beyondDayHint")}
        checked={beyondDay}
        onChange={(event) => setBeyond(event.currentTarget.checked)}
      />
    </KeepForm>
  );
}
