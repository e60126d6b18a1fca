import { Anchor, Group, Table, Text } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { CircleCheck, CircleSlash, CircleX } from "lucide-react";
import type { Contact, ListedContact } from "../types.ts";
import { useWords } from "../words.ts";

export function ContactTable({ contacts }: { contacts: ListedContact[] }) {
  const { t } = useWords();
  return (
    <Table.ScrollContainer minWidth={700} type="native" tabIndex={0}>
      <Table highlightOnHover verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("contacts.name")}</Table.Th>
            <Table.Th>{t("contacts.language")}</Table.Th>
            <Table.Th>{t("contacts.ways")}</Table.Th>
            <Table.Th ta="right">{t("reachability.score")}</Table.Th>
            <Table.Th>{t("contacts.attributes")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {contacts.map((contact) => (
            <Row key={contact.id} contact={contact} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Row({ contact }: { contact: ListedContact }) {
  const { t } = useWords();
  const search = useSearch({ from: "/room/contacts" });
  const navigate = useNavigate();
  const open = () =>
    void navigate({
      to: "/contacts",
      search: { ...search, contact: String(contact.id) },
      resetScroll: false,
    });
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component="button" type="button" fw={600} size="sm" onClick={open}>
          {contact.name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        {t(`language.${contact.language}`)}
        {contact.country ? ` · ${contact.country}` : ""}
      </Table.Td>
      <Table.Td>
        <Group gap="sm">
          {contact.addresses.map((address) => (
            <Way key={`${address.kind} ${address.value}`} contact={contact} address={address} />
          ))}
        </Group>
      </Table.Td>
      <Table.Td ta="right">{t("reachability.of", { score: contact.reachability })}</Table.Td>
      <Table.Td>
        <Text size="xs" c="dimmed">
          {Object.entries(contact.attributes)
            .map(([name, value]) => `${name}: ${value}`)
            .join(" · ")}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

type WayProps = { contact: Contact; address: Contact["addresses"][number] };

/** Whether this way may and can be used: consent given, address not refused. */
function Way({ contact, address }: WayProps) {
  const { t } = useWords();
  const consent = contact.consents.find(({ kind }) => kind === address.kind);
  const state =
    address.state === "rejected"
      ? "rejected"
      : consent?.state === "given"
        ? "given"
        : (consent?.state ?? "missing");
  const Icon = state === "given" ? CircleCheck : state === "rejected" ? CircleX : CircleSlash;
  return (
    <Group gap={4} wrap="nowrap" pos="relative">
      <Icon size={14} aria-hidden />
      <Text size="sm">
        {t(`kind.${address.kind}`, { defaultValue: address.kind })}
        <Text span size="xs" c="dimmed" className={state === "given" ? "sr-only" : ""}>
          {" "}
          {t(`consent.${state}`, { defaultValue: state })}
        </Text>
      </Text>
    </Group>
  );
}
