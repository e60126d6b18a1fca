import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { type KeyboardEvent, useRef, useState } from "react";
import { api } from "../api.ts";
import { may, useAct } from "../parts/act.ts";
import type { Comment, Comments } from "../types.ts";
import { useWords } from "../words.ts";
import { CommentCard } from "./comment.tsx";

type Verdict = "accepted" | "rejected";
type Decided = { comment: Comment; verdict: Verdict };
const PATHS = { accepted: "acceptance", rejected: "rejection" } as const;
const KEYS: Record<string, Verdict> = { a: "accepted", r: "rejected" };

/** One comment after the other; the keyboard does it without leaving the list. */
export function Queue({ data }: { data: Comments }) {
  const { t } = useWords();
  const { comments, waiting } = data;
  const { list, last, decide, back, press } = useDecisions(data);
  const isAllowed = may(data.may, "decide");
  const isOpen = comments[0]?.state === "waiting";
  return (
    <Stack gap="sm">
      <div role="status">
        {last ? (
          <Undo last={last} busy={back.isPending} undo={() => back.mutate(last.comment)} />
        ) : null}
      </div>
      {isOpen && waiting > comments.length ? (
        <Text size="sm">{t("moderation.more", { count: waiting })}</Text>
      ) : null}
      {isOpen && isAllowed ? (
        <Text size="sm" c="dimmed">
          {t("moderation.keys")}
        </Text>
      ) : null}
      <Stack gap="sm" ref={list} role="list" aria-label={t("moderation.list")}>
        {comments.map((comment, index) => (
          <CommentCard
            key={comment.id}
            comment={comment}
            press={(event) => press(event, index)}
            decide={isAllowed ? (verdict) => decide(verdict, index) : undefined}
            back={isAllowed ? () => back.mutate(comment) : undefined}
          />
        ))}
      </Stack>
    </Stack>
  );
}

/** What can be done with the comments listed, by pointer or by key, and how to take it back. */
function useDecisions({ comments, may: rights }: Comments) {
  const list = useRef<HTMLDivElement>(null);
  const [last, setLast] = useState<Decided | null>(null);
  /** The next one takes the focus, so that the hand may stay where it is. */
  const focus = (index: number) => {
    const cards = list.current?.querySelectorAll<HTMLElement>("article") ?? [];
    cards[Math.max(0, Math.min(index, cards.length - 1))]?.focus();
  };
  const act = useAct<Decided & { index: number }>({
    run: ({ comment, verdict }) => api.post(`/report-comments/${comment.id}/${PATHS[verdict]}`),
    refresh: ["comments"],
    after: (_, { index, ...decided }) => {
      setLast(decided);
      requestAnimationFrame(() => focus(index));
    },
  });
  const back = useAct<Comment>({
    run: (comment) => api.remove(`/report-comments/${comment.id}/decision`),
    refresh: ["comments"],
    after: () => setLast(null),
  });
  const decide = (verdict: Verdict, index: number) => {
    const comment = comments[index];
    if (comment?.state !== "waiting" || !may(rights, "decide") || act.isPending) return;
    act.mutate({ comment, verdict, index });
  };
  const press = (event: KeyboardEvent, index: number) => {
    const { target, currentTarget, key } = event;
    if (target !== currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const verdict = KEYS[key.toLowerCase()];
    if (key === "ArrowDown") focus(index + 1);
    else if (key === "ArrowUp") focus(index - 1);
    else if (verdict) decide(verdict, index);
    else return;
    event.preventDefault();
  };
  return { list, last, decide, back, press };
}

type UndoProps = { last: Decided; busy: boolean; undo: () => void };

function Undo({ last, busy, undo }: UndoProps) {
  const { t } = useWords();
  return (
    <Alert color={last.verdict === "accepted" ? "teal" : "gray"} p="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm" lineClamp={2} flex="1 1 12rem">
          {t(`moderation.done.${last.verdict}`, { words: last.comment.words })}
        </Text>
        <Button size="xs" variant="default" loading={busy} onClick={undo}>
          {t("moderation.undo")}
        </Button>
      </Group>
    </Alert>
  );
}
