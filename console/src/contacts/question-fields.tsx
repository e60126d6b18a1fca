import { Stack } from "@mantine/core";
import type { Question } from "../types.ts";
import { GroupLines } from "./group-lines.tsx";
import { PartFields } from "./part-fields.tsx";
import { partsIn } from "./question.ts";

type QuestionFieldsProps = { question: Question; change: (question: Question) => void };

/** A question about contacts: all of its parts must hold, an empty one means everybody. */
export function QuestionFields({ question, change }: QuestionFieldsProps) {
  const { any, none } = question;
  const groups = { ...(any ? { any } : {}), ...(none ? { none } : {}) };
  return (
    <Stack gap="sm">
      <PartFields parts={partsIn(question)} change={(next) => change({ ...next, ...groups })} />
      <GroupLines
        question={question}
        change={(next) => change({ ...partsIn(question), ...next })}
      />
    </Stack>
  );
}
