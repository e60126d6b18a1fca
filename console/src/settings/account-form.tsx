import { Checkbox, Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { KeepForm } from "../parts/keep-form.tsx";
import type { Account } from "../types.ts";
import { isLanguage, LANGUAGES, useWords } from "../words.ts";

type Role = Account["roles"][number];
const ROLES = ["viewer", "responder", "communicator", "approver", "administrator"] as const;

type AccountFormProps = {
  account?: Account;
  close: () => void;
  created: (link: string) => void;
};

export function AccountForm({ account, close, created }: AccountFormProps) {
  const { t, language } = useWords();
  const [draft, setDraft] = useState<Draft>(() => ({
    name: account?.name ?? "",
    email: account?.email ?? "",
    language: account?.language ?? language,
    roles: account?.roles ?? ["viewer"],
    disabled: account?.disabled ?? false,
  }));
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const keep = useAct({
    run: () => keepAccount(account, draft),
    done: t("accounts.kept"),
    refresh: ["accounts", "session"],
    after: (answer) => {
      close();
      if (answer?.link) created(answer.link);
    },
  });
  return (
    <KeepForm keep={() => keep.mutate(undefined)} isPending={keep.isPending} close={close}>
      <TextInput
        label={t("accounts.name")}
        required
        maxLength={120}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t("signIn.email")}
        type="email"
        required
        disabled={account !== undefined}
        value={draft.email}
        onChange={(event) => set({ email: event.currentTarget.value })}
      />
      <Select
        label={t("accounts.language")}
        allowDeselect={false}
        value={draft.language}
        data={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
        onChange={(next) => isLanguage(next) && set({ language: next })}
      />
      <RoleFields roles={draft.roles} change={(roles) => set({ roles })} />
      {account ? (
        <Checkbox
          label={t("accounts.shut")}
          checked={draft.disabled}
          onChange={(event) => set({ disabled: event.currentTarget.checked })}
        />
      ) : null}
    </KeepForm>
  );
}

type RoleFieldsProps = { roles: Role[]; change: (roles: Role[]) => void };

function RoleFields({ roles, change }: RoleFieldsProps) {
  const { t } = useWords();
  return (
    <Checkbox.Group
      label={t("accounts.roles")}
      value={roles}
      onChange={(next) => change(ROLES.filter((role) => next.includes(role)))}
    >
      <Stack gap="xs" mt={4}>
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            value={role}
            label={t(`role.${role}`)}
            description={t(`roleHint.${role}`)}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

type Draft = Pick<Account, "name" | "email" | "language" | "roles" | "disabled">;

async function keepAccount(account: Account | undefined, draft: Draft) {
  const { email, disabled, ...profile } = draft;
  if (!account) return await api.post<{ link: string }>("/accounts", { ...profile, email });
  await api.patch(`/accounts/${account.id}`, { ...profile, disabled });
  return null;
}
