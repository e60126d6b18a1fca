import { Alert, Drawer, Group, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Ban, RotateCcw, Trash2, UserCheck, UserX } from "lucide-react";
import { api } from "../api.ts";
import { Ask } from "../parts/ask.tsx";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { At } from "../parts/when.tsx";
import type { Contact, Person } from "../types.ts";
import { useWords } from "../words.ts";
import { CorrectionForm } from "./correction-form.tsx";
import { Messages } from "./messages.tsx";
import { OwnPage } from "./own-page.tsx";
import { PersonReach } from "./person-reach.tsx";

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
          <Group justify="space-between" gap="xs">
            <Title order={2} size="h4">
              {contact.name}
            </Title>
            {contact.may.change ? (
              <EditInDialog
                label={t("contact.correct")}
                title={t("contact.correct")}
                isNew={false}
                form={(close) => <CorrectionForm contact={contact} close={close} />}
              />
            ) : null}
          </Group>
          <Text size="sm">
            {t(`language.${contact.language}`)}
            {contact.country ? ` · ${contact.country}` : ""}
          </Text>
          <Held contact={contact} />
          <Ways contact={contact} mayChange={contact.may.recordConsent} />
          <PersonReach id={contact.id} />
          <Attributes contact={contact} />
          <Messages person={contact} />
          {contact.may.change ? <OwnPage id={contact.id} /> : null}
          {contact.may.recordConsent ? <Suppress contact={contact} /> : null}
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

/** Nobody may write here, whatever stands below. */
function Held({ contact }: { contact: Person }) {
  const { t } = useWords();
  if (contact.suppressed.length === 0) return null;
  return (
    <Alert color="red" icon={<Ban aria-hidden size={16} />}>
      {contact.suppressed.map(({ address, reason }) => (
        <Text size="sm" key={`${address} ${reason}`}>
          {address === null
            ? t("suppress.held", { reason })
            : t("suppress.heldAddress", { address, reason })}
        </Text>
      ))}
    </Alert>
  );
}

function Suppress({ contact }: { contact: Person }) {
  const { t } = useWords();
  if (contact.suppressed.some(({ address }) => address === null)) return null;
  return (
    <Ask
      label={t("suppress.person")}
      icon={Ban}
      variant="light"
      color="red"
      explain={t("suppress.personExplain")}
      note={t("suppress.personWhy")}
      noteRequired
      run={(reason) =>
        api.post("/suppressions", { contactId: contact.id, reason, source: "console" })
      }
      done={t("suppress.kept")}
      refresh={["suppressions", "contacts", "segments"]}
    />
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
            {address.state === "rejected" && mayChange ? (
              <UseAgain contact={contact} address={address} />
            ) : null}
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

type UseAgainProps = { contact: Contact; address: Contact["addresses"][number] };

/** An address that was refused counts again when somebody has made sure of it. */
function UseAgain({ contact, address }: UseAgainProps) {
  const { t } = useWords();
  return (
    <Group>
      <Ask
        size="xs"
        label={t("contact.useAgain")}
        icon={RotateCcw}
        explain={t("contact.useAgainExplain")}
        run={() =>
          api.patch(`/contacts/${contact.id}`, { addresses: { [address.kind]: address.value } })
        }
        done={t("contact.corrected")}
        refresh={["contacts", "segments"]}
      />
    </Group>
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
