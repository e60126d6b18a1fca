import { Alert, Button, Group, PasswordInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Page, Panel } from "../parts/page.tsx";
import { queryClient } from "../queries.ts";
import { isLanguage, LANGUAGES, type Language, useWords } from "../words.ts";
import { CountryField, ZoneField } from "./place-fields.tsx";

/** Leaving training for good: everything fictional goes, the organisation's own begins. */
export function Setup() {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const [organisation, setOrganisation] = useState({
    name: "",
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    country: "",
    language,
  });
  const [account, setAccount] = useState({ name: "", email: "", password: "" });
  const setUp = useAct({
    run: () => api.post("/organisation/setup", { organisation, account }),
    done: t("setup.done"),
    after: () => {
      queryClient.clear();
      void navigate({ to: "/sign-in" });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setUp.mutate(undefined);
  };
  return (
    <Page title={t("training.setUp")} below={<Text c="dimmed">{t("setup.hint")}</Text>}>
      <form onSubmit={submit}>
        <Stack maw={640}>
          <Panel title={t("setup.organisation")}>
            <OrganisationFields value={organisation} change={setOrganisation} />
          </Panel>
          <Panel title={t("setup.account")} hint={t("setup.accountHint")}>
            <AccountFields value={account} change={setAccount} />
          </Panel>
          <Alert color="orange" icon={<TriangleAlert aria-hidden />}>
            {t("setup.warning")}
          </Alert>
          <Group>
            <Button type="submit" loading={setUp.isPending}>
              {t("setup.go")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

type Organisation = { name: string; timeZone: string; country: string; language: Language };
type FieldsProps<T> = { value: T; change: (value: T) => void };

function OrganisationFields({ value, change }: FieldsProps<Organisation>) {
  const { t } = useWords();
  return (
    <Stack>
      <TextInput
        label={t("organisation.name")}
        required
        maxLength={120}
        value={value.name}
        onChange={(event) => change({ ...value, name: event.currentTarget.value })}
      />
      <ZoneField value={value.timeZone} change={(timeZone) => change({ ...value, timeZone })} />
      <CountryField value={value.country} change={(country) => change({ ...value, country })} />
      <Select
        label={t("organisation.language")}
        allowDeselect={false}
        value={value.language}
        data={LANGUAGES.map((one) => ({ value: one, label: t(`language.${one}`) }))}
        onChange={(next) => isLanguage(next) && change({ ...value, language: next })}
      />
    </Stack>
  );
}

type Account = { name: string; email: string; password: string };
const passwordLengthMin = 12;

function AccountFields({ value, change }: FieldsProps<Account>) {
  const { t } = useWords();
  return (
    <Stack>
      <TextInput
        label={t("accounts.name")}
        required
        autoComplete="name"
        value={value.name}
        onChange={(event) => change({ ...value, name: event.currentTarget.value })}
      />
      <TextInput
        label={t("signIn.email")}
        type="email"
        required
        autoComplete="username"
        value={value.email}
        onChange={(event) => change({ ...value, email: event.currentTarget.value })}
      />
      <PasswordInput
        label={t("signIn.password")}
        description={t("me.nextHint", { count: passwordLengthMin })}
        required
        minLength={passwordLengthMin}
        autoComplete="new-password"
        value={value.password}
        onChange={(event) => change({ ...value, password: event.currentTarget.value })}
      />
    </Stack>
  );
}
