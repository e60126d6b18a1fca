import "@mantine/dropzone/styles.css";
import { Anchor, Group, Stack, Text, TextInput } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import { useQuery } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import { useState } from "react";
import { api, apiAddress } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { TextLink } from "../parts/links.tsx";
import { Page, Panel } from "../parts/page.tsx";
import { organisationQuery, queryClient } from "../queries.ts";
import { useWords } from "../words.ts";
import { type Checked, ImportChecked } from "./import-checked.tsx";

/** Bringing contacts in: first the file is only checked, then somebody says yes. */
export function ContactImport() {
  const { t } = useWords();
  const [checked, setChecked] = useState<Checked | null>(null);
  return (
    <Page
      title={t("import.title")}
      above={
        <TextLink to="/contacts" size="sm">
          {t("nav.contacts")}
        </TextLink>
      }
      below={<Text c="dimmed">{t("import.hint")}</Text>}
    >
      <ChooseFile checked={setChecked} />
      {checked ? <ImportChecked checked={checked} again={() => setChecked(null)} /> : null}
    </Page>
  );
}

function ChooseFile({ checked }: { checked: (answer: Checked) => void }) {
  const { t, language } = useWords();
  const organisation = useQuery(organisationQuery).data;
  const [country, setCountry] = useState("");
  const [wording, setWording] = useState("");
  const [source, setSource] = useState("");
  const check = useAct({
    run: async (file: File) => {
      const form = new FormData();
      // Whoever is quicker than the answer still means their own country's numbers.
      const { defaultCountry } = await queryClient.ensureQueryData(organisationQuery);
      form.set("defaultCountry", country || defaultCountry || "");
      form.set("consentWording", wording);
      form.set("consentSource", source);
      form.set("file", file);
      return api.post<Checked>("/contact-imports", form);
    },
    done: t("import.checked"),
    after: checked,
  });
  return (
    <Panel title={t("import.file")} hint={t("import.fileHint")}>
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <TextInput
          label={t("import.country")}
          description={t("import.countryHint")}
          maxLength={2}
          placeholder={organisation?.defaultCountry ?? ""}
          value={country}
          onChange={(event) => setCountry(event.currentTarget.value.toUpperCase())}
        />
        <TextInput
          label={t("import.source")}
          description={t("import.sourceHint")}
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <TextInput
          label={t("import.wording")}
          description={t("import.wordingHint")}
          value={wording}
          onChange={(event) => setWording(event.currentTarget.value)}
        />
      </Group>
      <Dropzone
        multiple={false}
        loading={check.isPending}
        onDrop={([file]) => file && check.mutate(file)}
        inputProps={{ "aria-label": t("import.drop") }}
      >
        <Stack align="center" gap={6} py="lg">
          <FileUp aria-hidden size={32} strokeWidth={1.5} />
          <Text fw={600}>{t("import.drop")}</Text>
          <Text size="sm" c="dimmed">
            {t("import.formats")}
          </Text>
        </Stack>
      </Dropzone>
      <Group justify="space-between">
        <Anchor
          size="sm"
          href={apiAddress(`/contact-imports/template.csv?language=${language}`)}
          download
        >
          {t("import.template")}
        </Anchor>
        <Text size="xs" c="dimmed">
          {t("import.nothingYet")}
        </Text>
      </Group>
    </Panel>
  );
}
