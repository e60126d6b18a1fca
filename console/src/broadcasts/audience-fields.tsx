import { Loader, Radio, Select, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { QuestionFields } from "../contacts/question-fields.tsx";
import { Failed } from "../parts/loaded.tsx";
import { segmentCountQuery, segmentsQuery } from "../queries.ts";
import type { Question } from "../types.ts";
import { useWords } from "../words.ts";

export type Audience =
  | { kind: "everybody" }
  | { kind: "segment"; id: string }
  | { kind: "question"; question: Question };

type AudienceFieldsProps = { audience: Audience; change: (audience: Audience) => void };

export function AudienceFields({ audience, change }: AudienceFieldsProps) {
  const { t } = useWords();
  const segments = useQuery(segmentsQuery).data?.segments ?? [];
  const chosen = audience.kind === "segment" ? segments.find(({ id }) => id === audience.id) : null;
  const question = audience.kind === "question" ? audience.question : (chosen?.question ?? {});
  const choose = (kind: string) => {
    const [first] = segments;
    if (kind === "segment" && first) return change({ kind, id: first.id });
    return change(kind === "question" ? { kind, question: {} } : { kind: "everybody" });
  };
  return (
    <Stack gap="sm">
      <Radio.Group value={audience.kind} onChange={choose} aria-label={t("audience.title")}>
        <Stack gap="xs">
          <Radio value="everybody" label={t("audience.everybody")} />
          <Radio
            value="segment"
            label={t("audience.segment")}
            disabled={segments.length === 0}
            description={segments.length === 0 ? t("audience.noSegment") : undefined}
          />
          <Radio value="question" label={t("audience.question")} />
        </Stack>
      </Radio.Group>
      {audience.kind === "segment" ? (
        <Select
          label={t("audience.whichSegment")}
          allowDeselect={false}
          value={audience.id}
          data={segments.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(id) => id && change({ kind: "segment", id })}
        />
      ) : null}
      {audience.kind === "question" ? (
        <QuestionFields
          question={audience.question}
          change={(next) => change({ kind: "question", question: next })}
        />
      ) : null}
      <QuestionCount question={question} />
    </Stack>
  );
}

const pauseMs = 400;

/**
 * How many people a question means right now. While it is counted anew the last number stays, paler,
 * so that nothing jumps and nobody takes it for the new one.
 */
export function QuestionCount({ question }: { question: Question }) {
  const { t, number } = useWords();
  const [settled] = useDebouncedValue(question, pauseMs);
  const people = useQuery({
    ...segmentCountQuery(settled, false),
    placeholderData: keepPreviousData,
  });
  const reach = useQuery({
    ...segmentCountQuery(settled, true),
    placeholderData: keepPreviousData,
  });
  const fresh = [reach, people].find(({ data, isPlaceholderData }) => data && !isPlaceholderData);
  const told = (fresh ?? reach).data ?? people.data;
  if (!told && people.isError) return <Failed cause={people.error} />;
  if (!told) return <Loader size="xs" aria-label={t("plan.counting")} />;
  const isOld = !fresh;
  const ways = Object.entries(told.byKind).map(
    ([kind, people]) => `${t(`kind.${kind}`, { defaultValue: kind })} ${number(people)}`,
  );
  return (
    <Text size="sm" role="status" aria-busy={isOld} {...(isOld ? { c: "dimmed" } : {})}>
      <strong>{t("audience.count", { count: told.contacts, n: number(told.contacts) })}</strong>
      {ways.length > 0 ? ` · ${ways.join(" · ")}` : ""}
      {isOld ? ` · ${t("plan.counting")}` : ""}
    </Text>
  );
}
