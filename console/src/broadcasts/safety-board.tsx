import {
  Button,
  Grid,
  Group,
  ScrollArea,
  SegmentedControl,
  Select,
  SimpleGrid,
  Stack,
  Table,
  Text,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Download, LifeBuoy } from "lucide-react";
import { useState } from "react";
import { apiAddress } from "../api.ts";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { contactsQuery, safetyPlacesQuery, safetyQuery } from "../queries.ts";
import type { Progress, SafetyPlace } from "../types.ts";
import { useWords } from "../words.ts";
import { SafetyPerson } from "./safety-person.tsx";

type BoardProps = { broadcastId: number; progress: Progress };

/** Who needs help and who looks after them, who is silent, and how each place stands. */
export function SafetyBoard({ broadcastId, progress }: BoardProps) {
  const { t } = useWords();
  const [by, setBy] = useState("country");
  const address = apiAddress(`/broadcasts/${broadcastId}/safety.csv?by=${encodeURIComponent(by)}`);
  const download = (
    <Button
      component="a"
      href={address}
      download
      size="xs"
      variant="default"
      leftSection={<Download aria-hidden size={14} />}
    >
      {t("safety.csv")}
    </Button>
  );
  return (
    <Panel title={t("safety.title")} hint={t("safety.hint")} actions={download}>
      <Grid>
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="sm">
            <People broadcastId={broadcastId} progress={progress} by={by} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Places broadcastId={broadcastId} by={by} change={setBy} />
        </Grid.Col>
      </Grid>
    </Panel>
  );
}

function People({ broadcastId, progress, by }: BoardProps & { by: string }) {
  const { t, number } = useWords();
  const [show, setShow] = useState<"help" | "silent">("help");
  const query = useQuery(safetyQuery(broadcastId, show, by));
  const { safe, help } = progress.answers;
  const silent = Math.max(0, progress.recipients - safe - help);
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t("safety.show")}
        value={show}
        onChange={(next) => setShow(next === "silent" ? "silent" : "help")}
        data={[
          { value: "help", label: `${t("safety.help")} ${number(help)}` },
          { value: "silent", label: `${t("safety.silent")} ${number(silent)}` },
        ]}
      />
      <Loaded query={query}>
        {({ people, may }) =>
          people.length === 0 ? (
            <Empty
              icon={LifeBuoy}
              title={t(`safety.none.${show}`)}
              hint={t(`safety.noneHint.${show}`)}
            />
          ) : (
            <ScrollArea.Autosize
              mah={560}
              type="auto"
              offsetScrollbars
              viewportProps={{ tabIndex: 0 }}
            >
              <SimpleGrid
                component="ul"
                cols={{ base: 1, sm: 2 }}
                spacing="sm"
                p={0}
                m={0}
                style={{ listStyle: "none" }}
              >
                {people.map((line) => (
                  <SafetyPerson
                    key={line.contactId}
                    line={line}
                    broadcastId={broadcastId}
                    mayCare={may["care"] === true}
                  />
                ))}
              </SimpleGrid>
            </ScrollArea.Autosize>
          )
        }
      </Loaded>
    </>
  );
}

type PlacesProps = { broadcastId: number; by: string; change: (by: string) => void };

function Places({ broadcastId, by, change }: PlacesProps) {
  const { t } = useWords();
  const contacts = useQuery(contactsQuery({})).data?.contacts ?? [];
  const names = [...new Set(contacts.flatMap((one) => Object.keys(one.attributes)))];
  const query = useQuery(safetyPlacesQuery(broadcastId, by));
  return (
    <Stack gap="xs">
      <Group>
        <Select
          size="xs"
          label={t("safety.by")}
          allowDeselect={false}
          value={by}
          data={[
            { value: "country", label: t("safety.country") },
            ...names.map((name) => ({ value: name, label: name })),
          ]}
          onChange={(next) => change(next ?? "country")}
        />
      </Group>
      <Loaded query={query}>{({ places }) => <PlaceTable places={places} />}</Loaded>
    </Stack>
  );
}

function PlaceTable({ places }: { places: SafetyPlace[] }) {
  const { t, number } = useWords();
  const columns = ["help", "silent", "safe", "people"] as const;
  return (
    <Table.ScrollContainer minWidth={280} type="native" tabIndex={0}>
      <Table fz="xs" horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("safety.place")}</Table.Th>
            {columns.map((name) => (
              <Table.Th key={name} ta="right">
                {t(`safety.${name}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {places.map((one) => (
            <Table.Tr key={one.place ?? ""}>
              <Table.Td>
                {one.place ?? (
                  <Text span c="dimmed">
                    {t("safety.noPlace")}
                  </Text>
                )}
              </Table.Td>
              {columns.map((name) => (
                <Table.Td key={name} ta="right" fw={name === "help" && one.help > 0 ? 700 : 400}>
                  {number(one[name])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
