import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { MessageCircleQuestionMark, X } from "lucide-react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Panel } from "../parts/page.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { useWords } from "../words.ts";
import { type Question, rumourQuestionsQuery } from "./queries.ts";

/** "Is this true?": what visitors ask, the most asked first. Their links are shown, never opened. */
export function QuestionQueue({ answer }: { answer: (question: Question) => void }) {
  const { t } = useWords();
  const data = useQuery(rumourQuestionsQuery).data;
  const dismiss = useAct<Question>({
    run: ({ id }) => api.post(`/rumour-questions/${id}/dismissal`),
    done: t("rumour.question.dismissed"),
    refresh: ["rumour-questions"],
  });
  if (!data || data.questions.length === 0) return null;
  const { questions, waiting, may } = data;
  return (
    <Panel title={t("rumour.question.title")} hint={t("rumour.question.hint", { count: waiting })}>
      <Stack gap="sm">
        {questions.map((question) => (
          <QuestionCard
            key={question.id}
            question={question}
            answer={may.decide ? () => answer(question) : null}
            dismiss={() => dismiss.mutate(question)}
          />
        ))}
      </Stack>
    </Panel>
  );
}

type CardProps = { question: Question; answer: (() => void) | null; dismiss: () => void };

function QuestionCard({ question, answer, dismiss }: CardProps) {
  const { t } = useWords();
  return (
    <Paper withBorder p="sm" component="article">
      <Stack gap={6}>
        <Text lang={question.language}>{question.words}</Text>
        {question.link ? (
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {question.link}
          </Text>
        ) : null}
        <Text size="sm" c="dimmed">
          <AtAndAgo at={question.at} /> · {t("rumour.question.asked", { count: question.asked })}
        </Text>
        {answer ? (
          <Group gap="xs">
            <Button
              size="xs"
              leftSection={<MessageCircleQuestionMark aria-hidden size={14} />}
              onClick={answer}
            >
              {t("rumour.question.answer")}
            </Button>
            <Button
              size="xs"
              variant="default"
              leftSection={<X aria-hidden size={14} />}
              onClick={dismiss}
            >
              {t("rumour.question.dismiss")}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Paper>
  );
}
