import { Button, Group, NumberInput, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Panel } from "../parts/page.tsx";
import type { Organisation } from "../types.ts";
import { useWords } from "../words.ts";

/** The bounds that the server holds, see PUT /organisation/keeps. */
const BOUNDS = {
  signals: [30, 400],
  points: [90, 3_650],
  deliveries: [30, 3_650],
  replies: [30, 3_650],
  tickets: [7, 3_650],
} as const;
const NAMES = ["deliveries", "replies", "tickets", "signals", "points"] as const;

/** How long the details of people and measurements are kept. */
export function KeepsForm({ organisation }: { organisation: Organisation }) {
  const { t } = useWords();
  const [draft, setDraft] = useState(organisation.keeps);
  const keep = useAct({
    run: () => api.put("/organisation/keeps", draft),
    done: t("keeps.kept"),
    refresh: ["organisation"],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate(undefined);
  };
  return (
    <Panel title={t("keeps.title")}>
      <form onSubmit={submit}>
        <Stack maw={560}>
          <Text size="sm">{t("keeps.lead")}</Text>
          {NAMES.map((name) => (
            <DaysField
              key={name}
              name={name}
              days={draft[name]}
              change={(days) => setDraft({ ...draft, [name]: days })}
            />
          ))}
          <Group>
            <Button type="submit" loading={keep.isPending}>
              {t("keeps.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

function DaysField(props: {
  name: (typeof NAMES)[number];
  days: number;
  change: (days: number) => void;
}) {
  const { t } = useWords();
  const { name, days, change } = props;
  const [least, most] = BOUNDS[name];
  const range = t("keeps.days", { least, most });
  return (
    <NumberInput
      label={t(`keeps.${name}`)}
      description={name === "deliveries" ? `${range}. ${t("keeps.deliveriesHint")}` : range}
      required
      allowDecimal={false}
      min={least}
      max={most}
      value={days}
      onChange={(next) => typeof next === "number" && change(next)}
    />
  );
}
