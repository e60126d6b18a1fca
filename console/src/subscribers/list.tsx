import { Button, Group, Select, Stack, Table, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { UserMinus } from "lucide-react";
import { api } from "../api.ts";
import { Ask } from "../parts/ask.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { Ago } from "../parts/when.tsx";
import { subscriberListQuery } from "../queries.ts";
import type { Subscriber } from "../types.ts";
import { useWords } from "../words.ts";
import { KINDS } from "./terms.tsx";

/** The newest first; addresses in part, for those who look over a shoulder. */
export function SubscriberList({ mayRemove }: { mayRemove: boolean }) {
  const { t } = useWords();
  const search = useSearch({ from: "/room/subscribers" });
  const navigate = useNavigate();
  const query = useQuery({ ...subscriberListQuery(search), placeholderData: keepPreviousData });
  const go = (next: { kind?: string; cursor?: number }) =>
    void navigate({ to: "/subscribers", search: next, resetScroll: false });
  return (
    <Panel title={t("subscribers.list")}>
      <Select
        label={t("subscribers.kind")}
        clearable
        w={200}
        value={search.kind ?? null}
        placeholder={t("subscribers.anyKind")}
        data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onChange={(value) => go(value ? { kind: value } : {})}
      />
      <Loaded query={query} height={200}>
        {({ subscribers, next }) =>
          subscribers.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t("subscribers.listNone")}
            </Text>
          ) : (
            <Stack gap="sm">
              <Rows subscribers={subscribers} mayRemove={mayRemove} />
              <Pages next={next} go={go} />
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

type PagesProps = {
  next: number | null;
  go: (next: { kind?: string; cursor?: number }) => void;
};

function Pages({ next, go }: PagesProps) {
  const { t } = useWords();
  const { cursor, ...kind } = useSearch({ from: "/room/subscribers" });
  return (
    <Group justify="flex-end">
      {cursor === undefined ? null : (
        <Button variant="default" size="xs" onClick={() => go(kind)}>
          {t("subscribers.first")}
        </Button>
      )}
      {next === null ? null : (
        <Button variant="default" size="xs" onClick={() => go({ ...kind, cursor: next })}>
          {t("more")}
        </Button>
      )}
    </Group>
  );
}

function Rows({ subscribers, mayRemove }: { subscribers: Subscriber[]; mayRemove: boolean }) {
  const { t } = useWords();
  return (
    <Table.ScrollContainer minWidth={640} type="native" tabIndex={0}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("subscribers.address")}</Table.Th>
            <Table.Th>{t("subscribers.kind")}</Table.Th>
            <Table.Th>{t("subscribers.language")}</Table.Th>
            <Table.Th>{t("subscribers.scope")}</Table.Th>
            <Table.Th>{t("subscribers.state")}</Table.Th>
            <Table.Th>{t("subscribers.since")}</Table.Th>
            {mayRemove ? <Table.Th aria-label={t("subscribers.remove")} /> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {subscribers.map((subscriber) => (
            <Row key={subscriber.id} subscriber={subscriber} mayRemove={mayRemove} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ subscriber, mayRemove }: { subscriber: Subscriber; mayRemove: boolean }) {
  const { t, number } = useWords();
  const { id, shown, kind, language, points, onlyIncident, state, failures } = subscriber;
  const scope = onlyIncident
    ? t("subscribers.incident")
    : points === 0
      ? t("subscribers.all")
      : t("subscribers.points", { count: points, n: number(points) });
  return (
    <Table.Tr>
      <Table.Td style={{ overflowWrap: "anywhere" }}>{shown}</Table.Td>
      <Table.Td>{t(`kind.${kind}`)}</Table.Td>
      <Table.Td>{t(`language.${language}`)}</Table.Td>
      <Table.Td>{scope}</Table.Td>
      <Table.Td>
        {t(`subscribers.stateWord.${state}`)}
        {failures > 0 ? (
          <Text size="xs" c="red">
            {t("subscribers.failures", { count: failures })}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td>
        <Ago at={subscriber.createdAt} />
      </Table.Td>
      {mayRemove ? (
        <Table.Td>
          <Remove id={id} />
        </Table.Td>
      ) : null}
    </Table.Tr>
  );
}

function Remove({ id }: { id: number }) {
  const { t } = useWords();
  return (
    <Ask
      size="xs"
      icon={UserMinus}
      label={t("subscribers.remove")}
      explain={t("subscribers.removeExplain")}
      run={() => api.remove(`/subscribers/${id}`)}
      done={t("subscribers.removed")}
      refresh={["subscribers"]}
    />
  );
}
