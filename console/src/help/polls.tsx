import { Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { ChartBar } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { may, useAct } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { KeepForm } from "../parts/keep-form.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { MomentInput } from "../parts/moment-input.tsx";
import { Panel } from "../parts/page.tsx";
import { TwoLanguageInputs } from "../parts/two-language-inputs.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { present } from "../times.ts";
import { type TwoLanguages, useWords } from "../words.ts";
import { type Poll, pollsQuery } from "./forum-queries.ts";

const questionLengthMax = 200;
const optionLengthMax = 100;
const optionsMin = 2;
const optionsMax = 6;
const usualLengthMs = 86_400_000;
const COLOURS = { open: "teal", closed: "gray", withdrawn: "orange" } as const;
const nothing: TwoLanguages = { fr: "", en: "" };

/** One question to everybody, with a few answers to choose from. */
export function Polls() {
  const { t } = useWords();
  const query = useQuery(pollsQuery);
  const isAllowed = may(query.data?.may, "write");
  const add = (
    <EditInDialog
      label={t("poll.add")}
      title={t("poll.add")}
      isNew
      form={(close) => <PollForm close={close} />}
    />
  );
  return (
    <Panel title={t("help.tab.polls")} hint={t("poll.hint")} actions={isAllowed ? add : null}>
      <Loaded query={query} height={240}>
        {({ polls }) =>
          polls.length === 0 ? (
            <Empty icon={ChartBar} title={t("poll.none")} hint={t("poll.noneHint")} />
          ) : (
            <Stack gap="sm" role="list">
              {polls.map((poll) => (
                <PollLine key={poll.id} poll={poll} isAllowed={isAllowed} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function PollLine({ poll, isAllowed }: { poll: Poll; isAllowed: boolean }) {
  const { t, pick, number } = useWords();
  return (
    <Paper withBorder p="md" role="listitem">
      <Stack gap="xs">
        <Text fw={600} style={{ overflowWrap: "anywhere" }}>
          {pick(poll.question)}
        </Text>
        <Group gap="xs">
          <Badge variant="light" color={COLOURS[poll.state]} tt="none">
            {t(`poll.state.${poll.state}`)}
          </Badge>
          <Text size="sm" c="dimmed">
            {t("poll.closes")} <AtAndAgo at={poll.closesAt} />
          </Text>
        </Group>
        {poll.options.map((option, index) => (
          <Text key={`${option.fr} ${option.en}`} size="sm">
            {pick(option)}
            {poll.votes === null ? "" : ` · ${number(poll.votes[index] ?? 0)}`}
          </Text>
        ))}
        {poll.votes === null ? (
          <Text size="sm" c="dimmed">
            {t("poll.few")}
          </Text>
        ) : null}
        <Actions poll={poll} isAllowed={isAllowed} />
      </Stack>
    </Paper>
  );
}

function Actions({ poll: { id, state }, isAllowed }: { poll: Poll; isAllowed: boolean }) {
  const { t, language } = useWords();
  if (state === "withdrawn") return null;
  return (
    <Group gap="xs">
      {isAllowed && state === "open" ? (
        <Ask
          size="xs"
          label={t("poll.close")}
          explain={t("poll.closeExplain")}
          run={() => api.post(`/polls/${id}/closure`)}
          done={t("poll.closed")}
          refresh={["polls"]}
        />
      ) : null}
      {isAllowed ? (
        <Ask
          size="xs"
          label={t("poll.withdraw")}
          explain={t("poll.withdrawExplain")}
          run={() => api.post(`/polls/${id}/withdrawal`)}
          done={t("poll.withdrawn")}
          refresh={["polls"]}
        />
      ) : null}
      <Button
        component="a"
        size="xs"
        variant="subtle"
        href={`/${language}/poll/${id}`}
        target="_blank"
      >
        {t("poll.open")}
      </Button>
    </Group>
  );
}

function PollForm({ close }: { close: () => void }) {
  const { t } = useWords();
  const [question, setQuestion] = useState(nothing);
  const [options, setOptions] = useState([nothing, nothing]);
  const [closesAt, setClosesAt] = useState(() => new Date(present() + usualLengthMs).toISOString());
  const keep = useAct({
    run: () => api.post("/polls", { question, options, closesAt }),
    done: t("poll.kept"),
    refresh: ["polls"],
    after: close,
  });
  const write = (at: number, value: TwoLanguages) =>
    setOptions(options.map((option, index) => (index === at ? value : option)));
  return (
    <KeepForm keep={() => keep.mutate(undefined)} isPending={keep.isPending} close={close}>
      <TwoLanguageInputs
        label={t("poll.question")}
        maxLength={questionLengthMax}
        value={question}
        change={setQuestion}
      />
      {options.map((option, index) => (
        <TwoLanguageInputs
          // biome-ignore lint/suspicious/noArrayIndexKey: An answer is known by its place alone.
          key={index}
          label={t("poll.option", { number: index + 1 })}
          maxLength={optionLengthMax}
          value={option}
          change={(value) => write(index, value)}
        />
      ))}
      <Group gap="xs">
        {options.length < optionsMax ? (
          <Button size="xs" variant="default" onClick={() => setOptions([...options, nothing])}>
            {t("poll.optionAdd")}
          </Button>
        ) : null}
        {options.length > optionsMin ? (
          <Button size="xs" variant="default" onClick={() => setOptions(options.slice(0, -1))}>
            {t("poll.optionRemove")}
          </Button>
        ) : null}
      </Group>
      <MomentInput label={t("poll.closes")} at={closesAt} change={setClosesAt} />
    </KeepForm>
  );
}
