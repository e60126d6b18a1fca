import { Button, Fieldset, Group, Stack } from "@mantine/core";
import { Minus, Plus, X } from "lucide-react";
import { useState } from "react";
import type { Question } from "../types.ts";
import { useWords } from "../words.ts";
import { PartFields } from "./part-fields.tsx";
import { asksNothing, type Parts, partsIn } from "./question.ts";

type Groups = Pick<Question, "any" | "none">;
type GroupLinesProps = { question: Question; change: (groups: Groups) => void };
type Kind = "any" | "none";
type Line = { id: number; kind: Kind; parts: Parts };

/** Alternatives, of which one must hold, and exceptions, of which none may. */
export function GroupLines({ question, change }: GroupLinesProps) {
  const { t } = useWords();
  const [lines, setLines] = useState<Line[]>(() => linesOf(question));
  const put = (next: Line[]) => {
    setLines(next);
    change(groupsOf(next));
  };
  // A line that asks nothing yet is not sent: it would mean everybody.
  const add = (kind: Kind) =>
    setLines([...lines, { id: (lines.at(-1)?.id ?? 0) + 1, kind, parts: {} }]);
  return (
    <Stack gap="sm">
      {lines.map((line) => (
        <Fieldset key={line.id} legend={t(`question.${line.kind}`)} p="sm">
          <PartFields
            parts={line.parts}
            change={(parts) =>
              put(lines.map((old) => (old.id === line.id ? { ...line, parts } : old)))
            }
          />
          <Button
            mt="sm"
            variant="subtle"
            size="xs"
            leftSection={<X aria-hidden size={14} />}
            onClick={() => put(lines.filter(({ id }) => id !== line.id))}
          >
            {t("question.removeGroup")}
          </Button>
        </Fieldset>
      ))}
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<Plus aria-hidden size={14} />}
          onClick={() => add("any")}
        >
          {t("question.addAny")}
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<Minus aria-hidden size={14} />}
          onClick={() => add("none")}
        >
          {t("question.addNone")}
        </Button>
      </Group>
    </Stack>
  );
}

const KINDS: readonly Kind[] = ["any", "none"];

const linesOf = (question: Question): Line[] =>
  KINDS.flatMap((kind) => (question[kind] ?? []).map((one) => ({ kind, parts: partsIn(one) }))).map(
    (line, id) => ({ id, ...line }),
  );

function groupsOf(lines: readonly Line[]): Groups {
  const of = (kind: Kind) =>
    lines
      .filter((line) => line.kind === kind && !asksNothing(line.parts))
      .map(({ parts }) => parts);
  const [any, none] = [of("any"), of("none")];
  return { ...(any.length > 0 ? { any } : {}), ...(none.length > 0 ? { none } : {}) };
}
