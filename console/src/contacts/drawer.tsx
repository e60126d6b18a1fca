import { Drawer, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Trash2, UserCheck, UserX } from "lucide-react";
import { api } from "../api.ts";
import { Ask } from "../parts/ask.tsx";
import { TextLink } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { At } from "../parts/when.tsx";
import type { Contact, Person } from "../types.ts";
import { useWords } from "../words.ts";

/** One person: the ways to them, and the proof that each may be used. */
export function ContactDrawer({ id, close }: { id: string | undefined; close: () => void }) {
  const { t } = useWords();
  return (
    <Drawer
      opened={id !== undefined}
      onClose={close}
      position="right"
      size="lg"
      title={t("contact.title")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {id === undefined ? null : <Details id={id} close={close} />}
    </Drawer>
  );
}

function Details({ id, close }: { id: string; close: () => void }) {
  const { t } = useWords();
  const query = useQuery({
    queryKey: ["contacts", "one", id],
    queryFn: () => api.get<Person>(`/contacts/${id}`),
  });
  return (
    <Loaded query={query}>
      {(contact) => (
        <Stack>
          <Title order={2} size="h4">
            {contact.name}
          </Title>
          <Text size="sm">
            {t(`language.${contact.language}`)}
            {contact.country ? ` · ${contact.country}` : ""}
          </Text>
          <Ways contact={contact} mayChange={contact.may.recordConsent} />
          <Attributes contact={contact} />
          <Messages person={contact} />
          {contact.may.erase ? (
            <Ask
              label={t("contact.erase")}
              icon={Trash2}
              color="red"
              variant="light"
              explain={t("contact.eraseExplain")}
              run={() => api.remove(`/contacts/${id}`)}
              done={t("contact.erased")}
              refresh={["contacts", "segments"]}
              after={close}
            />
          ) : null}
        </Stack>
      )}
    </Loaded>
  );
}

function Ways({ contact, mayChange }: { contact: Contact; mayChange: boolean }) {
  const { t } = useWords();
  return (
    <Stack gap="sm">
      {contact.addresses.map((address) => {
        const consent = contact.consents.find(({ kind }) => kind === address.kind);
        const given = consent?.state === "given";
        return (
          <Stack gap={2} key={`${address.kind} ${address.value}`}>
            <Group justify="space-between">
              <Text fw={600} size="sm">
                {t(`kind.${address.kind}`, { defaultValue: address.kind })} · {address.value}
              </Text>
              {mayChange ? (
                <ConsentChange contact={contact} kind={address.kind} given={given} />
              ) : null}
            </Group>
            <Text size="sm">
              {t(`consent.${consent?.state ?? "missing"}`)}
              {consent ? (
                <>
                  {" · "}
                  <At at={consent.at} /> · {consent.source}
                </>
              ) : null}
              {address.state === "rejected" ? ` · ${t("consent.rejected")}` : ""}
            </Text>
            {consent?.wording ? (
              <Text size="xs" c="dimmed">
                {t("contact.wording", { wording: consent.wording })}
              </Text>
            ) : null}
          </Stack>
        );
      })}
    </Stack>
  );
}

type ConsentChangeProps = { contact: Contact; kind: string; given: boolean };

function ConsentChange({ contact, kind, given }: ConsentChangeProps) {
  const { t } = useWords();
  return (
    <Ask
      size="xs"
      label={t(given ? "contact.withdraw" : "contact.give")}
      icon={given ? UserX : UserCheck}
      explain={t(given ? "contact.withdrawExplain" : "contact.giveExplain")}
      note={t(given ? "contact.howWithdrawn" : "contact.howGiven")}
      noteRequired
      run={(wording) =>
        api.post(`/contacts/${contact.id}/consent`, {
          kind,
          state: given ? "withdrawn" : "given",
          wording,
          source: "console",
        })
      }
      done={t("contact.consentKept")}
      refresh={["contacts", "segments"]}
    />
  );
}

function Attributes({ contact }: { contact: Contact }) {
  const { t } = useWords();
  const entries = Object.entries(contact.attributes);
  if (entries.length === 0) return null;
  return (
    <Table variant="vertical" layout="fixed" aria-label={t("contacts.attributes")}>
      <Table.Tbody>
        {entries.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** What was sent to this person, and how far it got. */
function Messages({ person }: { person: Person }) {
  const { t } = useWords();
  return (
    <Stack gap="xs">
      <Title order={3} size="h6">
        {t("contact.history")}
      </Title>
      {person.deliveries.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("contact.noHistory")}
        </Text>
      ) : null}
      {person.deliveries.map((delivery) => (
        <div key={delivery.broadcastId}>
          <TextLink
            to="/broadcasts/$id"
            params={{ id: String(delivery.broadcastId) }}
            size="sm"
            fw={600}
          >
            {delivery.title}
          </TextLink>
          <Text size="sm">
            {t(`fact.${delivery.fact}`)}
            {delivery.channel ? ` · ${delivery.channel}` : ""}
            {delivery.answer
              ? ` · ${t(`answer.${delivery.answer}`, { defaultValue: delivery.answer })}`
              : ""}
          </Text>
        </div>
      ))}
    </Stack>
  );
}
