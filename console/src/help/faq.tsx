import { Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CircleHelp, History, Trash2 } from "lucide-react";
import { api } from "../api.ts";
import { may, useAct } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { EditInDialog, InDialog } from "../parts/edit-in-dialog.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { LANGUAGES, type Language, useWords } from "../words.ts";
import { FaqForm } from "./faq-form.tsx";
import { type Faq, faqQuery, faqVersionsQuery } from "./queries.ts";

/** The questions that people ask, with our answers: what is public, and what only waits to be. */
export function FaqList() {
  const { t, language } = useWords();
  const query = useQuery(faqQuery);
  const count = query.data?.entries.length ?? 0;
  return (
    <Panel
      title={t("help.tab.faq")}
      hint={t("help.faqHint")}
      actions={
        <Group gap="xs">
          <Button
            component="a"
            size="xs"
            variant="subtle"
            href={`/${language}/help`}
            target="_blank"
          >
            {t("help.faqOpen")}
          </Button>
          {may(query.data?.may, "create") ? <EditFaq position={count} /> : null}
        </Group>
      }
    >
      <Loaded query={query} height={240}>
        {({ entries }) =>
          entries.length === 0 ? (
            <Empty icon={CircleHelp} title={t("help.faqNone")} hint={t("help.faqNoneHint")} />
          ) : (
            <Stack gap="sm" role="list">
              {entries.map((entry) => (
                <FaqLine key={entry.id} entry={entry} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function EditFaq({ entry, position }: { entry?: Faq; position: number }) {
  const { t } = useWords();
  const label = t(entry ? "help.faqEdit" : "help.faqAdd");
  return (
    <EditInDialog
      label={label}
      title={label}
      isNew={entry === undefined}
      form={(close) => <FaqForm {...(entry ? { entry } : {})} position={position} close={close} />}
    />
  );
}

function FaqLine({ entry }: { entry: Faq }) {
  const { t, pick, number } = useWords();
  const { texts, about, helped, notHelped } = entry;
  const title = pick({
    fr: texts.fr?.question ?? texts.en?.question ?? "",
    en: texts.en?.question ?? texts.fr?.question ?? "",
  });
  return (
    <Paper withBorder p="md" role="listitem">
      <Stack gap="xs">
        <Text fw={600} style={{ overflowWrap: "anywhere" }}>
          {title}
        </Text>
        <Group gap="xs">
          {LANGUAGES.map((written) => (
            <TextState key={written} entry={entry} language={written} />
          ))}
        </Group>
        <Text size="xs" c="dimmed">
          {t(`help.about.${about.kind}`)} ·{" "}
          {t("help.helped", { yes: number(helped), no: number(notHelped) })}
        </Text>
        <Actions entry={entry} title={title} />
      </Stack>
    </Paper>
  );
}

function Actions({ entry, title }: { entry: Faq; title: string }) {
  const { t } = useWords();
  const isAllowed = may(entry.may, "change");
  return (
    <Group gap="xs">
      {isAllowed ? <EditFaq entry={entry} position={entry.position} /> : null}
      <Versions entry={entry} title={title} />
      {isAllowed ? (
        <Ask
          size="xs"
          icon={Trash2}
          label={t("help.faqRemove")}
          explain={t("help.faqRemoveExplain")}
          run={() => api.remove(`/faq/${entry.id}`)}
          done={t("help.faqRemoved")}
          refresh={["faq"]}
        />
      ) : null}
    </Group>
  );
}

const COLOURS = { missing: "gray", draft: "orange", changed: "blue", published: "teal" } as const;

/** How one language stands, and the button that changes it. */
function TextState({ entry, language }: { entry: Faq; language: Language }) {
  const { t } = useWords();
  const state = entry.texts[language]?.state ?? "missing";
  const name = t(`language.${language}`);
  return (
    <Group gap={6}>
      <Badge variant="light" color={COLOURS[state]} tt="none">
        {name} · {t(`help.faqState.${state}`)}
      </Badge>
      {may(entry.may, "change") ? (
        <Publication url={`/faq/${entry.id}/${language}/publication`} state={state} name={name} />
      ) : null}
    </Group>
  );
}

type PublicationProps = { url: string; state: keyof typeof COLOURS; name: string };

function Publication({ url, state, name: language }: PublicationProps) {
  const { t } = useWords();
  const publish = useAct({
    run: () => api.post(url),
    done: t("help.faqPublished"),
    refresh: ["faq"],
  });
  const withdraw = useAct({
    run: () => api.remove(url),
    done: t("help.faqWithdrawn"),
    refresh: ["faq"],
  });
  const small = { size: "compact-xs" } as const;
  return (
    <>
      {state === "draft" || state === "changed" ? (
        <Button {...small} loading={publish.isPending} onClick={() => publish.mutate(undefined)}>
          {t("help.faqPublish", { language })}
        </Button>
      ) : null}
      {state === "published" || state === "changed" ? (
        <Button
          {...small}
          variant="default"
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate(undefined)}
        >
          {t("help.faqWithdraw", { language })}
        </Button>
      ) : null}
    </>
  );
}

function Versions({ entry, title }: { entry: Faq; title: string }) {
  const { t } = useWords();
  return (
    <InDialog
      label={t("help.versions")}
      title={title}
      icon={History}
      form={() => <VersionList id={entry.id} />}
    />
  );
}

function VersionList({ id }: { id: string }) {
  const { t } = useWords();
  const query = useQuery(faqVersionsQuery(id));
  return (
    <Loaded query={query}>
      {({ versions }) => (
        <Stack gap="md">
          {versions.map((version) => (
            <div key={`${version.language} ${version.version}`}>
              <Text size="xs" c="dimmed">
                {t("help.version", { number: version.version })} ·{" "}
                {t(`language.${version.language}`)} · {version.by} · <AtAndAgo at={version.at} />
              </Text>
              <Text fw={600} lang={version.language}>
                {version.question}
              </Text>
              <Text size="sm" lang={version.language} style={{ whiteSpace: "pre-wrap" }}>
                {version.answer}
              </Text>
            </div>
          ))}
        </Stack>
      )}
    </Loaded>
  );
}
