import { Button, Group, Select, Stack, Table, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { UserMinus } from "lucide-react";
import { api } from "../api.ts";
import { Ask } from "../parts/ask.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { Ago } from "../parts/when.tsx";
import { WideTable } from "../parts/wide-table.tsx";
import { type SubscriberSearch, subscriberListQuery } from "../queries.ts";
import type { Subscriber, Subscribers } from "../types.ts";
import { useWords } from "../words.ts";
import { KINDS } from "./terms.tsx";

type Props = { pages: Subscribers["pages"]; mayRemove: boolean };

/** The newest first; addresses in part, for those who look over a shoulder. */
export function SubscriberList({ pages, mayRemove }: Props) {
  const { t } = useWords();
  const search = useSearch({ from: "/room/subscribers" });
  const navigate = useNavigate();
  const query = useQuery({ ...subscriberListQuery(search), placeholderData: keepPreviousData });
  const go: Go = (next) => void navigate({ to: "/subscribers", search: next, resetScroll: false });
  return (
    <Panel title={t("subscribers.list")}>
      <Filters pages={pages} go={go} />
      <Loaded query={query} height={200}>
        {({ subscribers, next }) =>
          subscribers.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t("subscribers.listNone")}
            </Text>
          ) : (
            <Stack gap="sm">
              <Rows subscribers={subscribers} pages={pages} mayRemove={mayRemove} />
              <Pages next={next} go={go} />
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

type Go = (next: SubscriberSearch) => void;

function Filters({ pages, go }: { pages: Props["pages"]; go: Go }) {
  const { t, pick } = useWords();
  const { cursor: _, kind, page } = useSearch({ from: "/room/subscribers" });
  return (
    <Group>
      <Select
        label={t("subscribers.kind")}
        clearable
        w={200}
        value={kind ?? null}
        placeholder={t("subscribers.anyKind")}
        data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onChange={(value) => go({ ...(page ? { page } : {}), ...(value ? { kind: value } : {}) })}
      />
      {pages.length < 2 ? null : (
        <Select
          label={t("subscribers.page")}
          clearable
          w={240}
          value={page ?? null}
          placeholder={t("subscribers.anyPage")}
          data={pages.map(({ id, name }) => ({ value: id ?? "root", label: pick(name) }))}
          onChange={(value) => go({ ...(kind ? { kind } : {}), ...(value ? { page: value } : {}) })}
        />
      )}
    </Group>
  );
}

type PagesProps = { next: number | null; go: Go };

function Pages({ next, go }: PagesProps) {
  const { t } = useWords();
  const { cursor, ...chosen } = useSearch({ from: "/room/subscribers" });
  return (
    <Group justify="flex-end">
      {cursor === undefined ? null : (
        <Button variant="default" size="xs" onClick={() => go(chosen)}>
          {t("subscribers.first")}
        </Button>
      )}
      {next === null ? null : (
        <Button variant="default" size="xs" onClick={() => go({ ...chosen, cursor: next })}>
          {t("more")}
        </Button>
      )}
    </Group>
  );
}

function Rows({ subscribers, pages, mayRemove }: Props & { subscribers: Subscriber[] }) {
  const { t } = useWords();
  return (
    <WideTable
      minWidth={pages.length > 1 ? 800 : 640}
      heads={[
        t("subscribers.address"),
        t("subscribers.kind"),
        t("subscribers.language"),
        ...(pages.length > 1 ? [t("subscribers.page")] : []),
        t("subscribers.scope"),
        t("subscribers.state"),
        t("subscribers.since"),
      ]}
      action={mayRemove ? t("subscribers.remove") : undefined}
    >
      {subscribers.map((subscriber) => (
        <Row key={subscriber.id} subscriber={subscriber} pages={pages} mayRemove={mayRemove} />
      ))}
    </WideTable>
  );
}

function Row({ subscriber, pages, mayRemove }: Props & { subscriber: Subscriber }) {
  const { t, pick, number } = useWords();
  const { id, shown, kind, language, points, onlyIncident } = subscriber;
  const page = pages.find((each) => each.id === subscriber.pageId);
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
      {pages.length > 1 ? <Table.Td>{page ? pick(page.name) : null}</Table.Td> : null}
      <Table.Td>
        {scope}
        {subscriber.works ? (
          <Text size="xs" c="dimmed">
            {t("subscribers.works")}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td>
        <State subscriber={subscriber} />
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

/** A machine that was left alone waits for its owner; one that fails says since when. */
function State({ subscriber }: { subscriber: Subscriber }) {
  const { t } = useWords();
  const { state, failures, failingSince } = subscriber;
  const isPaused = state === "owned" && failingSince !== null;
  return (
    <>
      {t(`subscribers.stateWord.${isPaused ? "failing" : state}`)}
      {failures > 0 ? (
        <Text size="xs" c="red">
          {t("subscribers.failures", { count: failures })}
        </Text>
      ) : null}
      {failingSince === null ? null : (
        <Text size="xs" c="dimmed">
          <Ago at={failingSince} />
        </Text>
      )}
    </>
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
