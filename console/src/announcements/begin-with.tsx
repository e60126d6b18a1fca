import { Button, Group, SegmentedControl, Select } from "@mantine/core";
import { FileText } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Panel } from "../parts/page.tsx";
import { useWords } from "../words.ts";
import type { Suggestion } from "./draft.ts";

const SCENARIOS = ["minor", "major", "regional", "rumour", "resolved"] as const;
const TONES = ["formal", "warm"] as const;

type BeginWithProps = { incidentId: string; begin: (suggestion: Suggestion) => void };

/** Words for a case that the incident's state does not tell; they replace what stands in the form. */
export function BeginWith({ incidentId, begin }: BeginWithProps) {
  const { t, say } = useWords();
  const [scenario, setScenario] = useState<string | null>(null);
  const [tone, setTone] = useState<string>("formal");
  const fetch = useAct({
    run: () =>
      api.get<Suggestion>(`/incidents/${incidentId}/announcement-suggestion`, {
        scenario: scenario ?? undefined,
        tone,
      }),
    after: begin,
  });
  const named = (kind: string, value: string) => ({
    value,
    label: say(`scenarios:${kind}.${value}`) ?? value,
  });
  return (
    <Panel title={t("outlets.beginWith")} hint={t("outlets.beginWithHint")}>
      <Group gap="sm" align="flex-end">
        <Select
          label={t("outlets.scenario")}
          placeholder={t("outlets.choose")}
          value={scenario}
          data={SCENARIOS.map((value) => named("name", value))}
          onChange={setScenario}
        />
        <SegmentedControl
          aria-label={t("outlets.tone")}
          value={tone}
          onChange={setTone}
          data={TONES.map((value) => named("tone", value))}
        />
        <Button
          variant="default"
          leftSection={<FileText aria-hidden size={16} />}
          disabled={scenario === null}
          loading={fetch.isPending}
          onClick={() => fetch.mutate()}
        >
          {t("outlets.useWords")}
        </Button>
      </Group>
    </Panel>
  );
}
