import { Stack } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { ListChecks } from "lucide-react";
import { TaskLine } from "../incidents/tasks.tsx";
import { Empty } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { incidentQuery } from "../queries.ts";
import type { Incident } from "../types.ts";
import { useWords } from "../words.ts";

const shownMax = 6;

/** The open tasks of every open incident, the most urgent first. */
export function TasksDue({ incidents }: { incidents: Incident[] }) {
  const { t } = useWords();
  const details = useQueries({ queries: incidents.map(({ id }) => incidentQuery(id)) });
  const tasks = details
    .flatMap(({ data }) => data?.tasks ?? [])
    .filter((task) => task.state === "open")
    .toSorted((a, b) => a.dueAt.localeCompare(b.dueAt))
    .slice(0, shownMax);
  return (
    <Panel title={t("situation.tasks")}>
      {tasks.length === 0 ? (
        <Empty icon={ListChecks} title={t("tasks.none")} hint={t("tasks.noneHint")} />
      ) : (
        <Stack gap={0} component="ul" p={0} m={0}>
          {tasks.map((task) => (
            <TaskLine key={task.id} task={task} />
          ))}
        </Stack>
      )}
    </Panel>
  );
}
