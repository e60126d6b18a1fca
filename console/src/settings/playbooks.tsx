import { Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { playbooksQuery } from "../queries.ts";
import { duration } from "../times.ts";
import type { Playbook, PlaybookStep } from "../types.ts";
import { useWords } from "../words.ts";
import { PlaybookForm } from "./playbook-form.tsx";
import css from "./settings.module.css";

/** What is done in a crisis, by whom and by when: the plan that starts with every incident. */
export function Playbooks() {
  const query = useQuery(playbooksQuery);
  return (
    <Loaded query={query} height={300}>
      {({ playbooks }) =>
        playbooks.map((playbook) => <PlaybookPanel key={playbook.id} playbook={playbook} />)
      }
    </Loaded>
  );
}

function PlaybookPanel({ playbook }: { playbook: Playbook }) {
  const { t, pick } = useWords();
  const version = t("playbook.version", { version: playbook.version });
  return (
    <Panel
      title={pick(playbook.name)}
      hint={playbook.isDefault ? `${t("playbook.starts")} ${version}` : version}
      actions={
        playbook.may.change ? (
          <EditInDialog
            label={t("playbook.edit")}
            title={t("playbook.edit")}
            isNew={false}
            form={(close) => <PlaybookForm playbook={playbook} close={close} />}
          />
        ) : null
      }
    >
      <ol className={css.steps}>
        {playbook.steps.map((step) => (
          <StepLine key={step.key} step={step} />
        ))}
      </ol>
    </Panel>
  );
}

function StepLine({ step }: { step: PlaybookStep }) {
  const { t, pick, language } = useWords();
  const facts = [
    t(`role.${step.ownerRole}`),
    t("playbook.within", { time: duration(step.dueAfterMs, language) }),
    ...(step.everyMs === null
      ? []
      : [t("playbook.again", { time: duration(step.everyMs, language) })]),
    ...(step.ticksItself ? [t("playbook.ticksItself")] : []),
  ];
  return (
    <li>
      <Group gap={4} justify="space-between">
        <Text size="sm" fw={600}>
          {pick(step.title)}
        </Text>
        <Text size="xs" c="dimmed">
          {facts.join(" · ")}
        </Text>
      </Group>
    </li>
  );
}
