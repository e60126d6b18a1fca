import { List, Stack, Text, ThemeIcon } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Check, Circle } from "lucide-react";
import { TextLink } from "../parts/links.tsx";
import { Panel } from "../parts/page.tsx";
import { Ago } from "../parts/when.tsx";
import { broadcastQuery, broadcastsQuery, incidentQuery, incidentsQuery } from "../queries.ts";
import type { Incident } from "../types.ts";
import { useWords } from "../words.ts";
import { type Step, stepsOf } from "./story.ts";

/** The training organisation plays one outage; this strip says what to look at while it does. */
export function FirstMinute() {
  const { t } = useWords();
  const incidents = useQuery(incidentsQuery("all")).data?.incidents ?? [];
  const played = incidents.toSorted((a, b) => a.openedAt.localeCompare(b.openedAt))[0];
  return (
    <Panel title={t("story.title")} hint={t("story.hint")}>
      <Story incident={played} />
    </Panel>
  );
}

function Story({ incident }: { incident: Incident | undefined }) {
  const { t } = useWords();
  const detail = useQuery({
    ...incidentQuery(incident?.id ?? ""),
    enabled: incident !== undefined,
  }).data;
  const broadcasts = useQuery(broadcastsQuery).data?.broadcasts ?? [];
  const first = broadcasts.toSorted((a, b) => a.id - b.id)[0];
  const sent = useQuery({ ...broadcastQuery(first?.id ?? 0), enabled: first !== undefined }).data;
  const steps = stepsOf({ incident, detail, broadcast: first, progress: sent?.progress });
  const over = steps.every(({ done }) => done);
  return (
    <Stack gap="sm">
      <List listStyleType="none" spacing={6} size="sm" center>
        {steps.map((step) => (
          <StoryStep key={step.key} step={step} incident={incident} broadcastId={first?.id} />
        ))}
      </List>
      {over ? <Text size="sm">{t("story.over")}</Text> : null}
    </Stack>
  );
}

type StoryStepProps = {
  step: Step;
  incident: Incident | undefined;
  broadcastId: number | undefined;
};

function StoryStep({ step, incident, broadcastId }: StoryStepProps) {
  const { t } = useWords();
  const Icon = step.done ? Check : Circle;
  return (
    <List.Item
      icon={
        <ThemeIcon size={20} radius="xl" variant="light" color={step.done ? "teal" : "gray"}>
          <Icon size={12} aria-label={t(step.done ? "story.done" : "story.waiting")} />
        </ThemeIcon>
      }
    >
      <Text span size="sm" {...(step.done ? {} : { c: "dimmed" })}>
        {t(`story.step.${step.key}`, { count: step.count ?? 0 })}{" "}
        {step.at ? <Ago at={step.at} /> : null}{" "}
        {step.done && step.leads === "incident" && incident ? (
          <TextLink to="/incidents/$id" params={{ id: incident.id }} size="sm" underline="always">
            {t("story.look")}
          </TextLink>
        ) : null}
        {step.done && step.leads === "broadcast" && broadcastId !== undefined ? (
          <TextLink
            to="/broadcasts/$id"
            params={{ id: String(broadcastId) }}
            size="sm"
            underline="always"
          >
            {t("story.look")}
          </TextLink>
        ) : null}
      </Text>
    </List.Item>
  );
}
