import { Button, Group, Modal, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Ear, Plus } from "lucide-react";
import { useState } from "react";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { State } from "../parts/states.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { useWords } from "../words.ts";
import { RumourActions } from "./actions.tsx";
import { RumourForm, type Start } from "./form.tsx";
import { type Rumour, rumoursQuery } from "./queries.ts";
import { QuestionQueue } from "./questions.tsx";

/** The rumour board as the house keeps it: drafts, answers in public, and what visitors ask. */
export function Rumours() {
  const { t } = useWords();
  const query = useQuery(rumoursQuery);
  const [start, setStart] = useState<Start | null>(null);
  const mayWrite = query.data?.may["write"] === true;
  return (
    <Page
      title={t("rumour.title")}
      below={<Text c="dimmed">{t("rumour.hint")}</Text>}
      actions={
        mayWrite ? (
          <Button
            leftSection={<Plus aria-hidden size={16} />}
            onClick={() => setStart({ rumour: null, question: null })}
          >
            {t("rumour.new")}
          </Button>
        ) : null
      }
    >
      <QuestionQueue answer={(question) => setStart({ rumour: null, question })} />
      <Loaded query={query} height={240}>
        {({ rumours }) => (
          <Entries rumours={rumours} edit={(rumour) => setStart({ rumour, question: null })} />
        )}
      </Loaded>
      <Modal
        opened={start !== null}
        onClose={() => setStart(null)}
        title={t(titleOf(start))}
        size="xl"
      >
        {start ? <RumourForm start={start} close={() => setStart(null)} /> : null}
      </Modal>
    </Page>
  );
}

type EntriesProps = { rumours: Rumour[]; edit: (rumour: Rumour) => void };

function Entries({ rumours, edit }: EntriesProps) {
  const { t } = useWords();
  return (
    <Panel title={t("rumour.entries")}>
      {rumours.length === 0 ? (
        <Empty icon={Ear} title={t("rumour.none")} hint={t("rumour.noneHint")} />
      ) : (
        <Stack gap="sm">
          {rumours.map((rumour) => (
            <Entry key={rumour.id} rumour={rumour} edit={() => edit(rumour)} />
          ))}
        </Stack>
      )}
    </Panel>
  );
}

function titleOf(start: Start | null): string {
  if (start?.rumour?.state === "published") return "rumour.correct";
  return start?.rumour ? "rumour.edit" : "rumour.new";
}

function Entry({ rumour, edit }: { rumour: Rumour; edit: () => void }) {
  const { t, language } = useWords();
  const { claim, answer } = rumour.texts[language];
  return (
    <Paper withBorder p="sm" component="article">
      <Stack gap={6}>
        <Group gap="xs">
          <State kind="rumour" state={rumour.state} size="sm" />
          <State kind="verdictOnRumour" state={rumour.verdict} size="sm" />
          <Text size="xs" c="dimmed">
            <AtAndAgo at={rumour.updatedAt} /> · {rumour.changedBy}
            {rumour.version > 0
              ? ` · ${t("announcement.version", { version: rumour.version })}`
              : null}
          </Text>
        </Group>
        <Text fw={600}>{claim === "" ? t("rumour.untitled") : claim}</Text>
        {answer === "" ? null : <Text size="sm">{answer}</Text>}
        <RumourActions rumour={rumour} edit={edit} />
      </Stack>
    </Paper>
  );
}
