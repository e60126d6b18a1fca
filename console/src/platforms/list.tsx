import { Button, Checkbox, Group, Modal, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Plus, RadioTower } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { may, useAct } from "../parts/act.ts";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Page } from "../parts/page.tsx";
import { platformsQuery } from "../queries.ts";
import { PlatformCard } from "../situation/platform-cards.tsx";
import { useWords } from "../words.ts";
import { Triggers } from "./triggers.tsx";

export function Platforms() {
  const { t } = useWords();
  const query = useQuery(platformsQuery);
  return (
    <Page
      title={t("nav.platforms")}
      below={<Text c="dimmed">{t("platforms.hint")}</Text>}
      actions={may(query.data?.may, "create") ? <AddPlatform /> : null}
    >
      <Loaded query={query} height={300}>
        {({ platforms }) =>
          platforms.length === 0 ? (
            <Empty icon={RadioTower} title={t("platforms.none")} hint={t("platforms.noneHint")} />
          ) : (
            <SimpleGrid cols={{ base: 2, lg: 4 }} spacing="sm">
              {platforms.map((platform) => (
                <PlatformCard key={platform.id} platform={platform} />
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
      <Triggers mayAdd={may(query.data?.may, "create")} />
    </Page>
  );
}

function AddPlatform() {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="default" leftSection={<Plus aria-hidden size={16} />} onClick={dialog.open}>
        {t("platforms.add")}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={t("platforms.add")} centered>
        <AddForm close={dialog.close} />
      </Modal>
    </>
  );
}

const CAPABILITIES = ["send", "receive", "media", "calls", "templates", "login"] as const;

function AddForm({ close }: { close: () => void }) {
  const { t } = useWords();
  const [draft, setDraft] = useState({ id: "", name: "", failureDomain: "" });
  const [capabilities, setCapabilities] = useState<string[]>(["send", "receive"]);
  const add = useAct({
    run: () =>
      api.post("/platforms", {
        ...draft,
        failureDomain: draft.failureDomain || draft.id,
        capabilities,
      }),
    done: t("platforms.added"),
    refresh: ["platforms"],
    after: close,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const set = (name: keyof typeof draft, value: string) => setDraft({ ...draft, [name]: value });
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t("platforms.name")}
          required
          value={draft.name}
          onChange={(event) => set("name", event.currentTarget.value)}
        />
        <TextInput
          label={t("platforms.id")}
          description={t("platforms.idHint")}
          required
          pattern="[a-z][a-z0-9\-]{1,40}"
          value={draft.id}
          onChange={(event) => set("id", event.currentTarget.value)}
        />
        <TextInput
          label={t("platforms.domain")}
          description={t("platforms.domainHint")}
          value={draft.failureDomain}
          onChange={(event) => set("failureDomain", event.currentTarget.value)}
        />
        <Checkbox.Group
          label={t("platforms.capabilities")}
          value={capabilities}
          onChange={setCapabilities}
        >
          <Group mt={4} gap="sm">
            {CAPABILITIES.map((value) => (
              <Checkbox key={value} value={value} label={t(`capability.${value}`)} />
            ))}
          </Group>
        </Checkbox.Group>
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
