import { Checkbox, Group, Stack, Text } from "@mantine/core";
import { ListChecks } from "lucide-react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Empty } from "../parts/loaded.tsx";
import { State } from "../parts/states.tsx";
import { Ago, At } from "../parts/when.tsx";
import type { Task } from "../types.ts";
import { useWords } from "../words.ts";
import css from "./incidents.module.css";

export function Tasks({ tasks }: { tasks: Task[] }) {
  const { t } = useWords();
  if (tasks.length === 0) {
    return <Empty icon={ListChecks} title={t("tasks.none")} hint={t("tasks.noneHint")} />;
  }
  return (
    <Stack gap={0} component="ul" p={0} m={0}>
      {tasks.map((task) => (
        <TaskLine key={task.id} task={task} />
      ))}
    </Stack>
  );
}

/** One line of the checklist: tick it when it is done, untick it when it was not. */
export function TaskLine({ task }: { task: Task }) {
  const { t, pick } = useWords();
  const done = task.state === "done";
  const overdue = task.state === "open" && task.overdue;
  const act = useAct({
    run: () =>
      done
        ? api.remove(`/tasks/${task.id}/completion`)
        : api.post(`/tasks/${task.id}/completion`, { note: "" }),
    done: done ? t("tasks.reopened") : t("tasks.ticked"),
    refresh: ["incidents", "events"],
  });
  return (
    <li className={css.task}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <Checkbox
          checked={done}
          disabled={act.isPending || !(done ? task.may.reopen : task.may.complete)}
          onChange={() => act.mutate()}
          label={<Text fw={done ? 400 : 600}>{pick(task.title)}</Text>}
          description={<TaskFacts task={task} overdue={overdue} />}
        />
        {overdue ? <State kind="task" state="overdue" size="sm" /> : null}
      </Group>
    </li>
  );
}

function TaskFacts({ task, overdue }: { task: Task; overdue: boolean }) {
  const { t } = useWords();
  if (task.state === "done" && task.doneAt) {
    return (
      <>
        {t("tasks.doneBy", { name: task.doneBy ?? "" })} <At at={task.doneAt} />
      </>
    );
  }
  // The plan has ended: a deadline of then asks nothing of anybody now.
  if (task.state === "skipped" && task.doneAt) {
    return (
      <>
        {t(`role.${task.ownerRole}`)} · {t("tasks.left")} <At at={task.doneAt} />
      </>
    );
  }
  return (
    <>
      {t(`role.${task.ownerRole}`)} · {t(overdue ? "tasks.wasDue" : "tasks.due")}{" "}
      <Ago at={task.dueAt} />
    </>
  );
}
