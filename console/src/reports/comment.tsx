import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import { Check, Undo2, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { AtAndAgo } from "../parts/when.tsx";
import { localeOf } from "../times.ts";
import type { Comment } from "../types.ts";
import { useWords } from "../words.ts";

type CommentCardProps = {
  comment: Comment;
  press: (event: KeyboardEvent) => void;
  decide: ((verdict: "accepted" | "rejected") => void) | undefined;
  back: (() => void) | undefined;
};

/** What somebody wrote, what they reported, and what to do with it. */
export function CommentCard({ comment, press, decide, back }: CommentCardProps) {
  const { t, language } = useWords();
  const { state, symptom, country } = comment;
  const where =
    country === null
      ? null
      : new Intl.DisplayNames(localeOf(language), { type: "region" }).of(country);
  const what = symptom === "unsaid" ? null : t(`moderation.symptom.${symptom}`);
  const facts = [comment.platform.name, what, where].filter(Boolean).join(" · ");
  return (
    <Paper withBorder role="listitem">
      <Stack component="article" tabIndex={0} gap={6} p="md" onKeyDown={press}>
        <Text>{comment.words}</Text>
        <Text size="sm" c="dimmed">
          {facts} · <AtAndAgo at={comment.at} />
        </Text>
        {comment.decidedBy ? (
          <Text size="sm" c="dimmed">
            {t("moderation.by", { name: comment.decidedBy })}
          </Text>
        ) : null}
        {state === "waiting" && decide ? <Decide decide={decide} /> : null}
        {state !== "waiting" && back ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<Undo2 aria-hidden size={14} />}
            onClick={back}
            style={{ alignSelf: "flex-start" }}
          >
            {t("moderation.back")}
          </Button>
        ) : null}
      </Stack>
    </Paper>
  );
}

function Decide({ decide }: { decide: (verdict: "accepted" | "rejected") => void }) {
  const { t } = useWords();
  return (
    <Group gap="xs">
      <Button
        size="xs"
        leftSection={<Check aria-hidden size={14} />}
        onClick={() => decide("accepted")}
      >
        {t("moderation.accept")}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<X aria-hidden size={14} />}
        onClick={() => decide("rejected")}
      >
        {t("moderation.reject")}
      </Button>
    </Group>
  );
}
