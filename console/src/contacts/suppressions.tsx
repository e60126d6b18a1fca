import { Button, Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Ban, Search, Undo2 } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { may } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { TextLink } from "../parts/links.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { At } from "../parts/when.tsx";
import { WideTable } from "../parts/wide-table.tsx";
import { suppressionsQuery } from "../queries.ts";
import type { Suppression } from "../types.ts";
import { useWords } from "../words.ts";
import { SuppressAddress, SuppressList } from "./suppress-forms.tsx";

const pauseMs = 300;
/** How a list that is fetched by the clock names itself as a source. */
const FROM_LIST = "pull ";

/** Whom nobody may write to, whatever they agreed to. */
export function Suppressions() {
  const { t, number } = useWords();
  const [typed, setTyped] = useState("");
  const [cursor, setCursor] = useState<string>();
  const [query] = useDebouncedValue(typed.trim(), pauseMs);
  const search = { ...(query ? { query } : {}), ...(cursor ? { cursor } : {}) };
  const found = useQuery({ ...suppressionsQuery(search), placeholderData: keepPreviousData });
  const total = found.data?.total;
  const hint =
    total === undefined ? {} : { hint: t("suppress.total", { count: total, n: number(total) }) };
  return (
    <Page
      title={t("suppress.title")}
      above={
        <TextLink to="/contacts" size="sm">
          {t("nav.contacts")}
        </TextLink>
      }
      below={<Text c="dimmed">{t("suppress.hint")}</Text>}
    >
      <Panel title={t("suppress.all")} {...hint}>
        <TextInput
          label={t("suppress.search")}
          type="search"
          leftSection={<Search aria-hidden size={16} />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setCursor(undefined);
          }}
        />
        <Loaded query={found}>
          {({ suppressions, next, may: rights }) =>
            suppressions.length === 0 ? (
              <Empty icon={Ban} title={t("suppress.none")} hint={t("suppress.noneHint")} />
            ) : (
              <Stack>
                <SuppressionTable lines={suppressions} mayLift={may(rights, "lift")} />
                <Turn cursor={cursor} next={next} turn={setCursor} />
              </Stack>
            )
          }
        </Loaded>
      </Panel>
      {may(found.data?.may, "add") ? (
        <>
          <SuppressAddress />
          <SuppressList />
        </>
      ) : null}
    </Page>
  );
}

type TurnProps = {
  cursor: string | undefined;
  next: string | null;
  turn: (cursor: string | undefined) => void;
};

function Turn({ cursor, next, turn }: TurnProps) {
  const { t } = useWords();
  return (
    <Group justify="flex-end">
      {cursor ? (
        <Button variant="default" size="xs" onClick={() => turn(undefined)}>
          {t("suppress.newest")}
        </Button>
      ) : null}
      {next ? (
        <Button variant="default" size="xs" onClick={() => turn(next)}>
          {t("more")}
        </Button>
      ) : null}
    </Group>
  );
}

function SuppressionTable({ lines, mayLift }: { lines: Suppression[]; mayLift: boolean }) {
  const { t } = useWords();
  return (
    <WideTable
      minWidth={560}
      heads={[t("suppress.who"), t("suppress.reason"), t("suppress.since")]}
      action={t("suppress.lift")}
    >
      {lines.map((line) => (
        <SuppressionRow key={line.id} line={line} mayLift={mayLift} />
      ))}
    </WideTable>
  );
}

function SuppressionRow({ line, mayLift }: { line: Suppression; mayLift: boolean }) {
  const { t } = useWords();
  return (
    <Table.Tr>
      <Table.Td>
        {line.contact ? (
          <TextLink to="/contacts" search={{ contact: String(line.contact.id) }} size="sm" fw={600}>
            {line.contact.name || String(line.contact.id)}
          </TextLink>
        ) : (
          <Text size="sm" fw={600}>
            {line.address}
            {line.kind ? ` · ${t(`kind.${line.kind}`, { defaultValue: line.kind })}` : ""}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{line.reason}</Text>
        <Text size="xs" c="dimmed">
          {line.source.startsWith(FROM_LIST) ? t("suppress.fromList") : line.source} · {line.by}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          <At at={line.at} />
        </Text>
        <Text size="xs" c="dimmed">
          {line.until ? (
            <>
              {t("suppress.until")} <At at={line.until} />
            </>
          ) : (
            t("suppress.forGood")
          )}
        </Text>
      </Table.Td>
      <Table.Td ta="right">
        {mayLift ? (
          <Ask
            size="xs"
            label={t("suppress.lift")}
            icon={Undo2}
            explain={t("suppress.liftExplain")}
            note={t("suppress.liftWhy")}
            noteRequired
            run={(why) => api.post(`/suppressions/${line.id}/end`, { why })}
            done={t("suppress.lifted")}
            refresh={["suppressions", "contacts", "segments"]}
          />
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}
