import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Filter } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { QuestionCount } from "../broadcasts/audience-fields.tsx";
import css from "../incidents/incidents.module.css";
import { may, useAct } from "../parts/act.ts";
import { TextLink } from "../parts/links.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { segmentsQuery } from "../queries.ts";
import type { Question, Segment } from "../types.ts";
import { useWords } from "../words.ts";
import { QuestionFields } from "./question-fields.tsx";
import { useQuestionTold } from "./question-told.ts";

export function Segments() {
  const { t } = useWords();
  const query = useQuery(segmentsQuery);
  return (
    <Page
      title={t("segments.title")}
      above={
        <TextLink to="/contacts" size="sm">
          {t("nav.contacts")}
        </TextLink>
      }
      below={<Text c="dimmed">{t("segments.hint")}</Text>}
    >
      <Panel title={t("segments.saved")}>
        <Loaded query={query}>
          {({ segments }) =>
            segments.length === 0 ? (
              <Empty icon={Filter} title={t("segments.none")} hint={t("segments.noneHint")} />
            ) : (
              <Stack component="ul" gap={0} m={0} p={0}>
                {segments.map((segment) => (
                  <SegmentLine key={segment.id} segment={segment} />
                ))}
              </Stack>
            )
          }
        </Loaded>
      </Panel>
      {may(query.data?.may, "create") ? <NewSegment /> : null}
    </Page>
  );
}

function SegmentLine({ segment }: { segment: Segment }) {
  const told = useQuestionTold();
  return (
    <li className={css.task}>
      <Text fw={600} size="sm">
        {segment.name}
      </Text>
      <Text size="sm" c="dimmed">
        {told(segment.question)}
      </Text>
      <QuestionCount question={segment.question} />
    </li>
  );
}

function NewSegment() {
  const { t } = useWords();
  const [name, setName] = useState("");
  const [question, setQuestion] = useState<Question>({});
  const [round, setRound] = useState(0);
  const create = useAct({
    run: () => api.post("/segments", { name: name.trim(), question }),
    done: t("segments.created"),
    refresh: ["segments"],
    after: () => {
      setName("");
      setQuestion({});
      setRound(round + 1);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(undefined);
  };
  return (
    <Panel title={t("segments.new")} hint={t("segments.newHint")}>
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t("segments.name")}
            required
            maxLength={80}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <QuestionFields key={round} question={question} change={setQuestion} />
          <QuestionCount question={question} />
          <Group justify="flex-end">
            <Button type="submit" loading={create.isPending}>
              {t("segments.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
