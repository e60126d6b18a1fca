import { Button, Checkbox, Group, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { At } from "../parts/when.tsx";
import { testersQuery } from "../planner-queries.ts";
import type { TestMessage } from "../types.ts";
import { LANGUAGES, useWords } from "../words.ts";
import { AddTester, TesterLine } from "./testers.tsx";

type TestSendProps = { id: number; tests: TestMessage[] };

/** Sends the broadcast to oneself and to testers. It is marked, and counts for nothing. */
export function TestSend({ id, tests }: TestSendProps) {
  const { t } = useWords();
  const { data } = useQuery(testersQuery);
  const [own, setOwn] = useState(true);
  const [chosen, setChosen] = useState<string[]>([]);
  const testers = data?.testers ?? [];
  const send = useAct({
    run: () => {
      const ids = testers.flatMap(({ id: one, state }) =>
        state === "confirmed" && chosen.includes(one) ? [one] : [],
      );
      return api.post<{ messages: number }>(`/broadcasts/${id}/test`, {
        own,
        testers: ids,
        languages: LANGUAGES,
      });
    },
    done: t("trial.testSent"),
    refresh: ["broadcasts", "events"],
  });
  const mine = (data?.own ?? []).map(({ kind, address }) => `${t(`kind.${kind}`)} ${address}`);
  return (
    <Stack gap="sm">
      <Text size="sm">{t("trial.testHint")}</Text>
      {mine.length > 0 ? (
        <Checkbox
          label={t("trial.own")}
          description={mine.join(" · ")}
          checked={own}
          onChange={(event) => setOwn(event.currentTarget.checked)}
        />
      ) : null}
      {testers.map((tester) => (
        <TesterLine
          key={tester.id}
          tester={tester}
          checked={chosen.includes(tester.id)}
          check={(on) =>
            setChosen(on ? [...chosen, tester.id] : chosen.filter((one) => one !== tester.id))
          }
        />
      ))}
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<Send aria-hidden size={16} />}
          loading={send.isPending}
          disabled={!own && chosen.length === 0}
          onClick={() => send.mutate()}
        >
          {t("trial.test")}
        </Button>
        <AddTester />
      </Group>
      {tests.length > 0 ? <Tests tests={tests} /> : null}
    </Stack>
  );
}

function Tests({ tests }: { tests: TestMessage[] }) {
  const { t } = useWords();
  return (
    <Table.ScrollContainer minWidth={300} type="native" tabIndex={0}>
      <Table fz="xs" horizontalSpacing={6} aria-label={t("trial.tests")}>
        <Table.Tbody>
          {tests.map((test) => (
            <Table.Tr key={test.id}>
              <Table.Td>
                {test.name} · {t(`language.${test.language}`)}
              </Table.Td>
              <Table.Td>
                {test.outcome === null
                  ? t("trial.onItsWay")
                  : t(`outcome.${test.outcome}`, { why: test.why ?? "" })}
              </Table.Td>
              <Table.Td>
                <At at={test.at} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
