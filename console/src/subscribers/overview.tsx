import { Anchor, Button, Grid, Group, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { BellRing, FileDown } from "lucide-react";
import { apiAddress } from "../api.ts";
import { may } from "../parts/act.ts";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { subscribersQuery } from "../queries.ts";
import type { Subscribers as View } from "../types.ts";
import { useWords } from "../words.ts";
import { Ends } from "./ends.tsx";
import { Fuse } from "./fuse.tsx";
import { Growth } from "./growth.tsx";
import { SubscriberList } from "./list.tsx";
import { Tellings } from "./tellings.tsx";
import { OpenPush, Terms } from "./terms.tsx";

/** Who is told about the public page, how that went, and what stops it. */
export function Subscribers() {
  const { t } = useWords();
  const query = useQuery(subscribersQuery);
  return (
    <Page title={t("nav.subscribers")} actions={may(query.data?.may, "export") ? <Export /> : null}>
      <Loaded query={query} height={400}>
        {(found) => (
          <Stack gap="lg">
            <Grid>
              <Grid.Col span={{ base: 12, lg: 7 }}>
                <Crowd found={found} />
              </Grid.Col>
              <Grid.Col span={{ base: 12, lg: 5 }}>
                <Fuse found={found} />
              </Grid.Col>
            </Grid>
            <Tellings tellings={found.tellings} />
            <SubscriberList pages={found.pages} mayRemove={may(found.may, "remove")} />
            <Ends ends={found.ends} />
            {may(found.may, "openPush") ? <OpenPush /> : null}
            {may(found.may, "change") ? <Terms first={found.terms} /> : null}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Export() {
  const { t } = useWords();
  return (
    <Button
      component="a"
      variant="default"
      href={apiAddress("/subscribers/export.csv")}
      download
      leftSection={<FileDown aria-hidden size={16} />}
    >
      {t("subscribers.export")}
    </Button>
  );
}

function Crowd({ found }: { found: View }) {
  const { t, number, language } = useWords();
  const active = sum(found.crowd.map((each) => each.active));
  const pending = sum(found.crowd.map((each) => each.pending));
  const address = `${window.location.origin}/${language}/subscribe`;
  return (
    <Panel
      title={t("subscribers.who")}
      hint={t("subscribers.whoHint", { count: active, n: number(active) })}
    >
      {active + pending === 0 ? (
        <Empty
          icon={BellRing}
          title={t("subscribers.none")}
          hint={t("subscribers.noneHint")}
          action={<Anchor href={address}>{address}</Anchor>}
        />
      ) : (
        <Stack gap="md">
          <Kinds found={found} />
          {found.pages.length > 1 ? <Pages pages={found.pages} /> : null}
          {pending > 0 ? (
            <Text size="sm" c="dimmed">
              {t("subscribers.pending", { count: pending, n: number(pending) })}
            </Text>
          ) : null}
          <Growth days={found.days} />
        </Stack>
      )}
    </Panel>
  );
}

function Pages({ pages }: { pages: View["pages"] }) {
  const { t, pick, number } = useWords();
  return (
    <Table verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("subscribers.page")}</Table.Th>
          <Table.Th ta="right">{t("subscribers.people")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {pages.map(({ id, name, people }) => (
          <Table.Tr key={id ?? ""}>
            <Table.Td>{pick(name)}</Table.Td>
            <Table.Td ta="right">{number(people)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Kinds({ found }: { found: View }) {
  const { t, number } = useWords();
  const kinds = [...new Set(found.crowd.map(({ kind }) => kind))];
  const count = (kind: string, language: "fr" | "en") =>
    sum(
      found.crowd
        .filter((each) => each.kind === kind && each.language === language)
        .map((each) => each.active),
    );
  return (
    <Table verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("subscribers.kind")}</Table.Th>
          <Table.Th ta="right">{t("language.fr")}</Table.Th>
          <Table.Th ta="right">{t("language.en")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {kinds.map((kind) => (
          <Table.Tr key={kind}>
            <Table.Td>
              <Group gap="xs">{t(`kind.${kind}`)}</Group>
            </Table.Td>
            <Table.Td ta="right">{number(count(kind, "fr"))}</Table.Td>
            <Table.Td ta="right">{number(count(kind, "en"))}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
