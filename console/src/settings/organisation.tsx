import { Button, Checkbox, Group, Select, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { organisationQuery } from "../queries.ts";
import type { Organisation } from "../types.ts";
import { isLanguage, LANGUAGES, useWords } from "../words.ts";
import { BackupPanel } from "./backup.tsx";
import { BudgetSettings } from "./budget.tsx";
import { KeepsForm } from "./keeps.tsx";
import { CountryField, ZoneField } from "./place-fields.tsx";

export function OrganisationForm() {
  const query = useQuery(organisationQuery);
  return (
    <Loaded query={query} height={300}>
      {(organisation) => (
        <Stack>
          <Fields organisation={organisation} />
          <BudgetSettings organisation={organisation} />
          <KeepsForm organisation={organisation} />
          <BackupPanel />
        </Stack>
      )}
    </Loaded>
  );
}

function Fields({ organisation }: { organisation: Organisation }) {
  const { t } = useWords();
  const [draft, setDraft] = useState(organisation);
  const set = (part: Partial<Organisation>) => setDraft({ ...draft, ...part });
  const keep = useAct({
    run: () => {
      const { name, timeZone, defaultLanguage, defaultCountry, secondApprover } = draft;
      const body = { name, timeZone, defaultLanguage, defaultCountry, secondApprover };
      return api.patch("/organisation", body);
    },
    done: t("organisation.kept"),
    refresh: ["organisation", "session", "broadcasts"],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate(undefined);
  };
  return (
    <Panel title={t("settings.tab.organisation")}>
      <form onSubmit={submit}>
        <Stack maw={560}>
          <TextInput
            label={t("organisation.name")}
            required
            maxLength={120}
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <ZoneField value={draft.timeZone} change={(timeZone) => set({ timeZone })} />
          <CountryField
            value={draft.defaultCountry}
            change={(defaultCountry) => set({ defaultCountry })}
          />
          <Select
            label={t("organisation.language")}
            description={t("organisation.languageHint")}
            allowDeselect={false}
            value={draft.defaultLanguage}
            data={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
            onChange={(next) => isLanguage(next) && set({ defaultLanguage: next })}
          />
          <Checkbox
            label={t("organisation.secondApprover")}
            description={t("organisation.secondApproverHint")}
            checked={draft.secondApprover}
            onChange={(event) => set({ secondApprover: event.currentTarget.checked })}
          />
          <Group>
            <Button type="submit" loading={keep.isPending}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
