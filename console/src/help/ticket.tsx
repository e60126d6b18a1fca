import { Anchor, Badge, Button, Group, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { RotateCcw } from "lucide-react";
import { api } from "../api.ts";
import { may, useAct } from "../parts/act.ts";
import { TextLink } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { useWords } from "../words.ts";
import { type TicketDetail, ticketQuery, ticketsQuery } from "./queries.ts";
import { TicketActions } from "./ticket-actions.tsx";

/** One request: what was written, what was said and sent, and what to do next. */
export function TicketPage() {
  const { t } = useWords();
  const { id } = useParams({ from: "/room/help/$id" });
  const query = useQuery(ticketQuery(id));
  const reference = query.data?.reference ?? "";
  return (
    <Page
      title={t("help.request", { reference })}
      above={
        <TextLink to="/help" size="sm">
          {t("help.back")}
        </TextLink>
      }
      actions={query.data ? <EndOrReopen ticket={query.data} /> : null}
    >
      <Loaded query={query} height={300}>
        {(ticket) => (
          <Stack gap="md">
            <Letter ticket={ticket} />
            <History ticket={ticket} />
            {may(ticket.may, "answer") ? <TicketActions ticket={ticket} /> : null}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function EndOrReopen({ ticket }: { ticket: TicketDetail }) {
  const { t } = useWords();
  const url = `/tickets/${ticket.id}/closure`;
  const close = useAct({
    run: () => api.post(url),
    done: t("help.closed"),
    refresh: ["tickets"],
  });
  const reopen = useAct({
    run: () => api.remove(url),
    done: t("help.reopened"),
    refresh: ["tickets"],
  });
  return (
    <>
      {may(ticket.may, "reopen") ? (
        <Button
          variant="default"
          loading={reopen.isPending}
          leftSection={<RotateCcw aria-hidden size={16} />}
          onClick={() => reopen.mutate(undefined)}
        >
          {t("help.reopen")}
        </Button>
      ) : null}
      {may(ticket.may, "close") ? (
        <Button variant="default" loading={close.isPending} onClick={() => close.mutate(undefined)}>
          {t("help.close")}
        </Button>
      ) : null}
    </>
  );
}

function Letter({ ticket }: { ticket: TicketDetail }) {
  const { t } = useWords();
  const { name, reply, message, asked, state, language, createdAt } = ticket;
  return (
    <Panel title={name} actions={<Badge variant="default">{t(`help.state.${state}`)}</Badge>}>
      <Text lang={language} style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
        {message}
      </Text>
      {asked.length > 0 ? (
        <div>
          <Text size="sm" fw={600}>
            {t("help.asked")}
          </Text>
          {asked.map((question) => (
            <Text key={question} size="sm" lang={language} style={{ overflowWrap: "anywhere" }}>
              {question}
            </Text>
          ))}
        </div>
      ) : null}
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          <AtAndAgo at={createdAt} /> · {t(`language.${language}`)}
        </Text>
        {reply ? (
          <Anchor size="sm" href={`${SCHEMES[reply.kind]}:${reply.to}`}>
            {reply.to}
          </Anchor>
        ) : null}
      </Group>
      {may(ticket.may, "answer") ? <Assignee ticket={ticket} /> : null}
    </Panel>
  );
}

const SCHEMES = { email: "mailto", sms: "tel" } as const;

function Assignee({ ticket }: { ticket: TicketDetail }) {
  const { t } = useWords();
  const team = useQuery(ticketsQuery("open")).data?.team ?? [];
  const assign = useAct<string | null>({
    run: (assigneeId) => api.post(`/tickets/${ticket.id}/assignment`, { assigneeId }),
    done: t("help.assigned"),
    refresh: ["tickets"],
  });
  return (
    <Select
      label={t("help.assignee")}
      placeholder={t("help.nobody")}
      clearable
      maw={320}
      value={ticket.assignee?.id ?? null}
      disabled={assign.isPending}
      data={team.map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(id) => assign.mutate(id)}
    />
  );
}

/** What was said and sent, in its order. */
function History({ ticket }: { ticket: TicketDetail }) {
  const { t } = useWords();
  const { lines, mails } = ticket;
  if (lines.length === 0 && mails.length === 0) return null;
  return (
    <Panel title={t("help.history")}>
      <Stack gap="sm" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
        {lines.map((line) => (
          <li key={line.id}>
            <Text size="xs" c="dimmed">
              {t(`help.line.${line.kind}`, { name: line.by })} · <AtAndAgo at={line.at} />
            </Text>
            <Text size="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
              {line.text}
            </Text>
          </li>
        ))}
        {mails.map((mail) => (
          <li key={mail.id}>
            <Text size="sm">
              {t(`help.mail.${mail.what}`)} – {t(`help.mailState.${mail.state}`)}
            </Text>
          </li>
        ))}
      </Stack>
    </Panel>
  );
}
