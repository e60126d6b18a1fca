import { Divider } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Panel } from "../parts/page.tsx";
import { trialsQuery } from "../planner-queries.ts";
import { useWords } from "../words.ts";
import { DryRunPart } from "./dry-run.tsx";
import { TestSend } from "./test-send.tsx";

/** What can be tried as long as nothing is sent. */
export function Trials({ id, currency }: { id: number; currency: string }) {
  const { t } = useWords();
  const { data } = useQuery(trialsQuery(id));
  return (
    <Panel title={t("trial.title")} hint={t("trial.hint")}>
      <DryRunPart id={id} run={data?.dryRun ?? null} currency={currency} />
      <Divider />
      <TestSend id={id} tests={data?.tests ?? []} />
    </Panel>
  );
}
