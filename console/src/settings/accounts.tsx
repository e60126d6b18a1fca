import { Badge, Button, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, LogOut, Pencil, UserPlus } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { accountsQuery } from "../queries.ts";
import type { Account } from "../types.ts";
import { useWords } from "../words.ts";
import { AccountForm } from "./account-form.tsx";
import { LinkShown } from "./link-shown.tsx";

export function Accounts() {
  const { t } = useWords();
  const query = useQuery(accountsQuery);
  return (
    <Panel
      title={t("settings.tab.accounts")}
      hint={t("accounts.hint")}
      actions={query.data?.may.create ? <EditAccount label={t("accounts.add")} /> : null}
    >
      <Loaded query={query}>
        {({ accounts }) => (
          <Table.ScrollContainer minWidth={620} type="native" tabIndex={0}>
            <Table verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("accounts.name")}</Table.Th>
                  <Table.Th>{t("accounts.roles")}</Table.Th>
                  <Table.Th>{t("accounts.do")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {accounts.map((account) => (
                  <AccountRow key={account.id} account={account} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
    </Panel>
  );
}

function AccountRow({ account }: { account: Account }) {
  const { t } = useWords();
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={600}>
          {account.name}
          {account.disabled ? ` · ${t("accounts.disabled")}` : ""}
        </Text>
        <Text size="xs" c="dimmed">
          {account.email}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {account.roles.map((role) => (
            <Badge key={role} variant="light" color="gray" tt="none">
              {t(`role.${role}`)}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>{account.may?.["change"] ? <AccountActions account={account} /> : null}</Table.Td>
    </Table.Tr>
  );
}

function AccountActions({ account }: { account: Account }) {
  const { t } = useWords();
  const [link, setLink] = useState<string | null>(null);
  const issue = useAct({
    run: () => api.post<{ link: string }>(`/accounts/${account.id}/link`),
    after: (answer) => setLink(answer.link),
  });
  return (
    <Group gap="xs">
      <EditAccount account={account} label={t("channel.edit")} />
      <Button
        size="xs"
        variant="default"
        leftSection={<KeyRound aria-hidden size={14} />}
        loading={issue.isPending}
        onClick={() => issue.mutate(undefined)}
      >
        {t("accounts.link")}
      </Button>
      <Ask
        size="xs"
        icon={LogOut}
        label={t("accounts.revoke")}
        explain={t("accounts.revokeExplain", { name: account.name })}
        run={() => api.post(`/accounts/${account.id}/revocation`)}
        done={t("accounts.revoked")}
        refresh={["accounts", "events"]}
      />
      <LinkShown link={link} close={() => setLink(null)} />
    </Group>
  );
}

function EditAccount({ account, label }: { account?: Account; label: string }) {
  const [opened, dialog] = useDisclosure(false);
  const [link, setLink] = useState<string | null>(null);
  const Icon = account ? Pencil : UserPlus;
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Icon aria-hidden size={14} />}
        onClick={dialog.open}
      >
        {label}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={account?.name ?? label}>
        <Stack>
          <AccountForm {...(account ? { account } : {})} close={dialog.close} created={setLink} />
        </Stack>
      </Modal>
      <LinkShown link={link} close={() => setLink(null)} />
    </>
  );
}
