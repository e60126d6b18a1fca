import { Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Siren } from "lucide-react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { platformsQuery } from "../queries.ts";
import { useWords } from "../words.ts";

const titleLengthMax = 200;
const noteLengthMax = 2_000;

/** A person may know before any sensor does. */
export function OpenIncident() {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button leftSection={<Siren aria-hidden size={16} />} onClick={dialog.open}>
        {t("incidents.openNew")}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={t("incidents.openNew")} size="lg">
        <OpenForm close={dialog.close} />
      </Modal>
    </>
  );
}

function OpenForm({ close }: { close: () => void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const platforms = useQuery(platformsQuery).data?.platforms ?? [];
  const form = useForm({ initialValues: { platformId: "", fr: "", en: "", note: "" } });
  const act = useAct({
    run: ({ platformId, fr, en, note }: typeof form.values) =>
      api.post<{ id?: string; incident?: { id: string } }>("/incidents", {
        ...(platformId ? { platformId } : {}),
        title: { fr: fr || en, en: en || fr },
        note,
      }),
    done: t("incidents.opened"),
    refresh: ["incidents", "platforms", "events"],
    after: (answer) => {
      close();
      const id = answer.incident?.id ?? answer.id;
      if (id) void navigate({ to: "/incidents/$id", params: { id } });
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => act.mutate(values))}>
      <Stack>
        <Text size="sm">{t("incidents.openExplain")}</Text>
        <Select
          data-autofocus
          label={t("incident.platform")}
          description={t("incidents.platformHint")}
          clearable
          data={platforms.map(({ id, name }) => ({ value: id, label: name }))}
          value={form.values.platformId || null}
          onChange={(id) => form.setFieldValue("platformId", id ?? "")}
        />
        <TextInput
          label={t("incidents.titleFr")}
          lang="fr"
          required={form.values.en === ""}
          maxLength={titleLengthMax}
          {...form.getInputProps("fr")}
        />
        <TextInput
          label={t("incidents.titleEn")}
          lang="en"
          required={form.values.fr === ""}
          maxLength={titleLengthMax}
          {...form.getInputProps("en")}
        />
        <Textarea
          label={t("incidents.note")}
          autosize
          minRows={2}
          maxLength={noteLengthMax}
          {...form.getInputProps("note")}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("cancel")}
          </Button>
          <Button type="submit" loading={act.isPending}>
            {t("incidents.openNew")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
