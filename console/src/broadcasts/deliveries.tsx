import { Button, Group, SegmentedControl, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { LifeBuoy } from "lucide-react";
import { TextLink } from "../parts/links.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { Ago } from "../parts/when.tsx";
import { deliveriesQuery } from "../queries.ts";
import { SHOWN } from "../tabs.ts";
import type { Delivery, Progress } from "../types.ts";
import { useWords } from "../words.ts";

type DeliveriesProps = { broadcastId: number; progress: Progress; forgotten: boolean };

/** Person by person. Who asked for help comes first, because somebody has to act on it. */
export function Deliveries({ broadcastId, progress, forgotten }: DeliveriesProps) {
  const { t, number } = useWords();
  const search = useSearch({ from: "/room/broadcasts/$id" });
  const navigate = useNavigate();
  const show = search.show ?? (progress.answers.help > 0 ? "help" : "all");
  const query = useQuery(deliveriesQuery(broadcastId, show, search.cursor));
  const go = (next: { show: (typeof SHOWN)[number]; cursor?: string }) =>
    void navigate({
      to: "/broadcasts/$id",
      params: { id: String(broadcastId) },
      search: next,
      resetScroll: false,
    });
  const counts: Record<string, number> = {
    help: progress.answers.help,
    safe: progress.answers.safe,
    unreached: progress.unreached,
    reached: progress.reached,
    all: progress.recipients,
  };
  if (forgotten) {
    return (
      <Panel title={t("deliveries.title")}>
        <Text>{t("deliveries.forgotten")}</Text>
      </Panel>
    );
  }
  return (
    <Panel title={t("deliveries.title")}>
      <div style={{ overflowX: "auto" }}>
        <SegmentedControl
          size="xs"
          aria-label={t("deliveries.show")}
          value={show}
          onChange={(next) => go({ show: SHOWN.find((name) => name === next) ?? "all" })}
          data={SHOWN.map((value) => ({
            value,
            label: `${t(`deliveries.${value}`)} ${number(counts[value] ?? 0)}`,
          }))}
        />
      </div>
      <Loaded query={query}>
        {({ deliveries, next }) =>
          deliveries.length === 0 ? (
            <Empty
              icon={LifeBuoy}
              title={t("deliveries.none")}
              hint={t(`deliveries.noneHint.${show}`)}
            />
          ) : (
            <Stack gap="xs">
              <DeliveryTable deliveries={deliveries} />
              <Group justify="flex-end">
                {next !== null ? (
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() => go({ show, cursor: String(next) })}
                  >
                    {t("more")}
                  </Button>
                ) : null}
              </Group>
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

function DeliveryTable({ deliveries }: { deliveries: Delivery[] }) {
  const { t } = useWords();
  return (
    <Table.ScrollContainer minWidth={520} type="native" tabIndex={0}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("deliveries.person")}</Table.Th>
            <Table.Th>{t("deliveries.fact")}</Table.Th>
            <Table.Th>{t("deliveries.channel")}</Table.Th>
            <Table.Th>{t("deliveries.answer")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {deliveries.map((delivery) => (
            <DeliveryRow key={delivery.ordinal} delivery={delivery} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { t, say } = useWords();
  const { settled, fact, why, answer } = delivery;
  return (
    <Table.Tr>
      <Table.Td>
        <TextLink to="/contacts" search={{ contact: String(delivery.contactId) }} size="sm">
          {delivery.name}
        </TextLink>
      </Table.Td>
      <Table.Td>
        {t(`fact.${fact}`, { defaultValue: fact })}
        {settled && settled !== "reached" && settled !== "acknowledged" ? (
          <Text size="xs" c="dimmed">
            {t(`settled.${settled}`, { defaultValue: settled })}
            {why ? ` · ${say(`delivery:why.${why}`) ?? why}` : ""}
          </Text>
        ) : null}
      </Table.Td>
      <Table.Td>{delivery.channel ?? "–"}</Table.Td>
      <Table.Td>
        {answer ? t(`answer.${answer}`, { defaultValue: answer }) : "–"}{" "}
        {delivery.answerAt ? (
          <Text span size="xs" c="dimmed">
            <Ago at={delivery.answerAt} />
          </Text>
        ) : null}
      </Table.Td>
    </Table.Tr>
  );
}
