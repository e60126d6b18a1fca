import { NumberInput, Paper, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { KeepForm } from "../parts/keep-form.tsx";
import { contactPointsQuery, incidentsQuery, platformsQuery } from "../queries.ts";
import { LANGUAGES, type Language, useWords } from "../words.ts";
import type { Faq } from "./queries.ts";

const questionLengthMax = 200;
const answerLengthMax = 4_000;
const positionMax = 10_000;
const KINDS = ["general", "incident", "platform", "point"] as const;

type Words = { question: string; answer: string };
type Draft = { about: Faq["about"]; position: number; texts: Record<Language, Words> };
type FaqFormProps = { entry?: Faq; position: number; close: () => void };

/** A question with its answer, in one language or both, and what the public would read. */
export function FaqForm({ entry, position, close }: FaqFormProps) {
  const { t } = useWords();
  const [draft, setDraft] = useState<Draft>(() => draftOf(entry, position));
  const keep = useAct({
    run: () => {
      const body = { ...draft, texts: writtenIn(draft) };
      return entry ? api.put(`/faq/${entry.id}`, body) : api.post("/faq", body);
    },
    done: t("help.faqKept"),
    refresh: ["faq"],
    after: close,
  });
  const write = (language: Language, part: Partial<Words>) => {
    const texts = { ...draft.texts, [language]: { ...draft.texts[language], ...part } };
    setDraft({ ...draft, texts });
  };
  return (
    <KeepForm keep={() => keep.mutate(undefined)} isPending={keep.isPending} close={close}>
      <About about={draft.about} change={(about) => setDraft({ ...draft, about })} />
      <NumberInput
        label={t("help.position")}
        description={t("help.positionHint")}
        min={0}
        max={positionMax}
        allowDecimal={false}
        value={draft.position}
        onChange={(next) => setDraft({ ...draft, position: Number(next) || 0 })}
      />
      {LANGUAGES.map((language) => (
        <WordsFields
          key={language}
          language={language}
          words={draft.texts[language]}
          write={(part) => write(language, part)}
        />
      ))}
    </KeepForm>
  );
}

type AboutProps = { about: Faq["about"]; change: (about: Faq["about"]) => void };

function About({ about, change }: AboutProps) {
  const { t, pick } = useWords();
  const platforms = useQuery(platformsQuery).data?.platforms ?? [];
  const incidents = useQuery(incidentsQuery("open")).data?.incidents ?? [];
  const points = useQuery(contactPointsQuery).data?.contactPoints ?? [];
  const choices = {
    general: [],
    platform: platforms.map(({ id, name }) => ({ value: id, label: name })),
    incident: incidents.map(({ id, title }) => ({ value: id, label: pick(title) })),
    point: points.map(({ id, name }) => ({ value: id, label: pick(name) })),
  };
  const offered = KINDS.filter((kind) => kind === "general" || choices[kind].length > 0);
  return (
    <>
      <Select
        label={t("help.aboutLabel")}
        description={t("help.aboutHint")}
        allowDeselect={false}
        value={about.kind}
        data={offered.map((value) => ({ value, label: t(`help.about.${value}`) }))}
        onChange={(name) => {
          const kind = KINDS.find((each) => each === name) ?? "general";
          change({ kind, id: choices[kind][0]?.value ?? null });
        }}
      />
      {about.kind === "general" ? null : (
        <Select
          label={t("help.aboutWhich")}
          allowDeselect={false}
          value={about.id}
          data={choices[about.kind]}
          onChange={(id) => change({ ...about, id })}
        />
      )}
    </>
  );
}

type FieldsProps = { language: Language; words: Words; write: (part: Partial<Words>) => void };

function WordsFields({ language, words, write }: FieldsProps) {
  const { t } = useWords();
  const { question, answer } = words;
  const isBegun = question !== "" || answer !== "";
  const name = t(`language.${language}`);
  return (
    <Stack gap="xs">
      <TextInput
        lang={language}
        label={`${t("help.question")} · ${name}`}
        maxLength={questionLengthMax}
        required={isBegun}
        value={question}
        onChange={(event) => write({ question: event.currentTarget.value })}
      />
      <Textarea
        lang={language}
        label={`${t("help.answerText")} · ${name}`}
        autosize
        minRows={3}
        maxLength={answerLengthMax}
        required={isBegun}
        value={answer}
        onChange={(event) => write({ answer: event.currentTarget.value })}
      />
      {isBegun ? <Preview language={language} words={words} /> : null}
    </Stack>
  );
}

/** As the public page sets it: each line is a paragraph. */
function Preview({ language, words }: { language: Language; words: Words }) {
  const { t } = useWords();
  const lines = words.answer.split(/\n+/).filter((line) => line.trim() !== "");
  return (
    <Paper withBorder p="sm" aria-label={t("help.preview")} role="group" lang={language}>
      <Text fw={600}>{words.question}</Text>
      {lines.map((line) => (
        <Text key={line} size="sm" mt={4}>
          {line}
        </Text>
      ))}
    </Paper>
  );
}

const writtenIn = ({ texts }: Draft): Partial<Record<Language, Words>> =>
  Object.fromEntries(
    Object.entries(texts).filter(([, { question, answer }]) => question !== "" || answer !== ""),
  );

const draftOf = (entry: Faq | undefined, position: number): Draft => ({
  about: entry?.about ?? { kind: "general", id: null },
  position: entry?.position ?? position,
  texts: { fr: wordsOf(entry, "fr"), en: wordsOf(entry, "en") },
});

const wordsOf = (entry: Faq | undefined, language: Language): Words => ({
  question: entry?.texts[language]?.question ?? "",
  answer: entry?.texts[language]?.answer ?? "",
});
