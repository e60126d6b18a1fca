import { Button, Group, Paper, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { api } from "../api.ts";
import { may, useAct } from "../parts/act.ts";
import { KeepForm } from "../parts/keep-form.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { LANGUAGES, useWords } from "../words.ts";
import { type ForumQuestion, forumQuestionsQuery } from "./forum-queries.ts";

const STATES = ["waiting", "accepted", "rejected"] as const;
const wordsLengthMax = 500;
const answerLengthMax = 2_000;

/** What visitors asked in one session, for somebody to read before the public does. */
export function ForumQueue({ id }: { id: string }) {
  const { t } = useWords();
  const [state, setState] = useState<ForumQuestion["state"]>("waiting");
  const query = useQuery(forumQuestionsQuery(id, state));
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t("qa.show")}
        value={state}
        onChange={(name) => setState(STATES.find((each) => each === name) ?? "waiting")}
        data={STATES.map((value) => ({ value, label: t(`qa.question.${value}`) }))}
      />
      {state === "waiting" ? (
        <Text size="sm" c="dimmed">
          {t("qa.keys")}
        </Text>
      ) : null}
      <Loaded query={query} height={160}>
        {({ questions, may: rights }) => (
          <Stack gap="sm" role="list">
            {questions.length === 0 ? <Text size="sm">{t("qa.empty")}</Text> : null}
            {questions.map((question) => (
              <QuestionCard
                key={question.id}
                question={question}
                isAllowed={may(rights, "moderate")}
              />
            ))}
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}

type CardProps = { question: ForumQuestion; isAllowed: boolean };

function QuestionCard({ question, isAllowed }: CardProps) {
  const { t, pick } = useWords();
  const [form, setForm] = useState<"words" | "answer" | null>(null);
  const path = `/forum-questions/${question.id}`;
  const accept = useAct({ run: () => api.post(`${path}/acceptance`, {}), refresh: ["forums"] });
  const reject = useAct({ run: () => api.post(`${path}/rejection`), refresh: ["forums"] });
  const back = useAct({ run: () => api.remove(`${path}/decision`), refresh: ["forums"] });
  const isWaiting = question.state === "waiting";
  const press = (event: KeyboardEvent) => {
    const { target, currentTarget, key, ctrlKey, metaKey, altKey } = event;
    if (target !== currentTarget || ctrlKey || metaKey || altKey) return;
    if (!isWaiting || !isAllowed || accept.isPending || reject.isPending) return;
    if (key.toLowerCase() === "a") accept.mutate(undefined);
    if (key.toLowerCase() === "r") reject.mutate(undefined);
  };
  const small = { size: "xs", variant: "default" } as const;
  return (
    <Paper withBorder role="listitem">
      <Stack component="article" tabIndex={0} gap={6} p="md" onKeyDown={press}>
        <Text lang={question.language} style={{ overflowWrap: "anywhere" }}>
          {question.words}
        </Text>
        {question.answer ? <Text size="sm">{pick(question.answer)}</Text> : null}
        <Text size="sm" c="dimmed">
          <AtAndAgo at={question.at} /> · {t("qa.voices", { count: question.voices })}
        </Text>
        {isAllowed && form === null ? (
          <Group gap="xs">
            {isWaiting ? (
              <>
                <Button size="xs" onClick={() => accept.mutate(undefined)}>
                  {t("qa.accept")}
                </Button>
                <Button {...small} onClick={() => setForm("words")}>
                  {t("qa.acceptEdited")}
                </Button>
                <Button {...small} onClick={() => reject.mutate(undefined)}>
                  {t("qa.reject")}
                </Button>
              </>
            ) : (
              <Button {...small} onClick={() => back.mutate(undefined)}>
                {t("qa.back")}
              </Button>
            )}
            {question.state === "accepted" ? (
              <Button size="xs" onClick={() => setForm("answer")}>
                {t(question.answer ? "qa.answerEdit" : "qa.answerDo")}
              </Button>
            ) : null}
          </Group>
        ) : null}
        {form === "words" ? <WordsForm question={question} close={() => setForm(null)} /> : null}
        {form === "answer" ? <AnswerForm question={question} close={() => setForm(null)} /> : null}
      </Stack>
    </Paper>
  );
}

type FormProps = { question: ForumQuestion; close: () => void };

function WordsForm({ question, close }: FormProps) {
  const { t } = useWords();
  const [words, setWords] = useState(question.words);
  const keep = useAct({
    run: () => api.post(`/forum-questions/${question.id}/acceptance`, { words }),
    refresh: ["forums"],
    after: close,
  });
  return (
    <KeepForm keep={() => keep.mutate(undefined)} isPending={keep.isPending} close={close}>
      <Textarea
        lang={question.language}
        label={t("qa.words")}
        required
        autosize
        maxLength={wordsLengthMax}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
    </KeepForm>
  );
}

function AnswerForm({ question, close }: FormProps) {
  const { t } = useWords();
  const [answer, setAnswer] = useState(question.answer ?? { fr: "", en: "" });
  const keep = useAct({
    run: () => api.put(`/forum-questions/${question.id}/answer`, { answer }),
    done: t("qa.answered"),
    refresh: ["forums"],
    after: close,
  });
  return (
    <KeepForm keep={() => keep.mutate(undefined)} isPending={keep.isPending} close={close}>
      {LANGUAGES.map((written) => (
        <Textarea
          key={written}
          lang={written}
          label={`${t("qa.answer")} · ${t(`language.${written}`)}`}
          required
          autosize
          minRows={2}
          maxLength={answerLengthMax}
          value={answer[written]}
          onChange={(event) => setAnswer({ ...answer, [written]: event.currentTarget.value })}
        />
      ))}
    </KeepForm>
  );
}
