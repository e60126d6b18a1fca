import { Badge, Group, Paper, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Inbox } from "lucide-react";
import { TextLink } from "../parts/links.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { TICKET_STATES } from "../tabs.ts";
import { useWords } from "../words.ts";
import { type Ticket, ticketsQuery } from "./queries.ts";

/** Those that wait the longest first: nobody is overtaken. */
export function Tickets() {
  const { t } = useWords();
  const { show = "open" } = useSearch({ from: "/room/help" });
  const go = useNavigate({ from: "/help" });
  const query = useQuery(ticketsQuery(show));
  const pick = (name: string) => {
    const next = TICKET_STATES.find((each) => each === name);
    if (next) void go({ search: { tab: "tickets", show: next } });
  };
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={t("help.show")}
        style={{ alignSelf: "flex-start" }}
        value={show}
        onChange={pick}
        data={TICKET_STATES.map((value) => ({ value, label: t(`help.state.${value}`) }))}
      />
      <Loaded query={query} height={240}>
        {({ tickets, waiting }) =>
          tickets.length === 0 ? (
            <Empty icon={Inbox} title={t(`help.none.${show}`)} hint={t("help.noneHint")} />
          ) : (
            <>
              {show === "open" && waiting > tickets.length ? (
                <Text size="sm">{t("help.more", { count: waiting })}</Text>
              ) : null}
              <Stack gap="sm" role="list">
                {tickets.map((ticket) => (
                  <TicketLine key={ticket.id} ticket={ticket} />
                ))}
              </Stack>
            </>
          )
        }
      </Loaded>
    </Stack>
  );
}

function TicketLine({ ticket }: { ticket: Ticket }) {
  const { t } = useWords();
  const { id, reference, name, message, language, assignee, createdAt } = ticket;
  return (
    <Paper withBorder p="md" role="listitem">
      <Stack gap={4}>
        <Group gap="xs">
          <TextLink to="/help/$id" params={{ id }} fw={600}>
            {reference}
          </TextLink>
          <Text size="sm">{name}</Text>
          <Badge variant="default" size="sm">
            {t(`language.${language}`)}
          </Badge>
        </Group>
        <Text size="sm" lineClamp={2} lang={language} style={{ overflowWrap: "anywhere" }}>
          {message}
        </Text>
        <Text size="xs" c="dimmed">
          <AtAndAgo at={createdAt} />
          {" · "}
          {assignee ? t("help.with", { name: assignee.name }) : t("help.nobody")}
        </Text>
      </Stack>
    </Paper>
  );
}
