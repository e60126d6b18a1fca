import { Alert, Button, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Trash2, Webhook } from "lucide-react";
import { useState } from "react";
import { api } from "../api.ts";
import { may, useAct } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { KeepForm } from "../parts/keep-form.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { Ago, At } from "../parts/when.tsx";
import { useWords } from "../words.ts";
import { type Hook, hooksQuery } from "./connection-queries.ts";

const stale = ["contact-hooks"];
type WithSecret = { hook: Hook; secret: string };

/** Systems that tell us of contacts by themselves. */
export function Hooks() {
  const { t } = useWords();
  const query = useQuery(hooksQuery);
  const [told, setTold] = useState<WithSecret | null>(null);
  const mayChange = may(query.data?.may, "create");
  const add = mayChange ? (
    <EditInDialog
      label={t("hook.add")}
      title={t("hook.add")}
      isNew
      form={(close) => <NewHook close={close} tell={setTold} />}
    />
  ) : null;
  return (
    <Panel title={t("hook.title")} hint={t("hook.hint")} actions={add}>
      {told ? <Secret told={told} close={() => setTold(null)} /> : null}
      <Loaded query={query}>
        {({ hooks }) =>
          hooks.length === 0 ? (
            <Empty icon={Webhook} title={t("hook.none")} hint={t("hook.noneHint")} />
          ) : (
            <Stack component="ul" gap="lg" m={0} p={0} style={{ listStyle: "none" }}>
              {hooks.map((hook) => (
                <HookLine key={hook.id} hook={hook} mayChange={mayChange} tell={setTold} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

type Tell = { tell: (told: WithSecret) => void };

function NewHook({ close, tell }: Tell & { close: () => void }) {
  const { t } = useWords();
  const [name, setName] = useState("");
  const keep = useAct({
    run: () => api.post<WithSecret>("/contact-hooks", { name }),
    refresh: stale,
    after: (made) => {
      tell(made);
      close();
    },
  });
  return (
    <KeepForm keep={() => keep.mutate()} isPending={keep.isPending} close={close}>
      <TextInput
        label={t("hook.name")}
        required
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </KeepForm>
  );
}

/** Shown this once: whoever loses it makes another one. */
function Secret({ told, close }: { told: WithSecret; close: () => void }) {
  const { t } = useWords();
  return (
    <Alert
      color="teal"
      icon={<KeyRound aria-hidden size={18} />}
      title={t("hook.secretOf", { name: told.hook.name })}
      mb="md"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t("hook.secretOnce")}</Text>
        <Text component="code" size="sm" style={{ overflowWrap: "anywhere" }}>
          {told.secret}
        </Text>
        <Group gap="xs">
          <CopyButton value={told.secret}>
            {({ copied, copy }) => (
              <Button size="xs" variant="default" onClick={copy}>
                {t(copied ? "contact.copied" : "contact.copy")}
              </Button>
            )}
          </CopyButton>
          <Button size="xs" variant="subtle" onClick={close}>
            {t("hook.secretKept")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function HookLine({ hook, mayChange, tell }: Tell & { hook: Hook; mayChange: boolean }) {
  const { t } = useWords();
  return (
    <Stack component="li" gap={4}>
      <Text fw={600}>{hook.name}</Text>
      <Text component="code" size="sm" style={{ overflowWrap: "anywhere" }}>
        {hook.url}
      </Text>
      <Text size="sm" c="dimmed">
        {hook.heardAt ? (
          <>
            {t("hook.heard")} <Ago at={hook.heardAt} />
          </>
        ) : (
          t("hook.neverHeard")
        )}
      </Text>
      {mayChange ? <HookActs hook={hook} tell={tell} /> : null}
    </Stack>
  );
}

function HookActs({ hook, tell }: Tell & { hook: Hook }) {
  const { t } = useWords();
  const another = useAct({
    run: () => api.post<WithSecret>(`/contact-hooks/${hook.id}/secrets`),
    refresh: stale,
    after: tell,
  });
  return (
    <>
      <Stack component="ul" gap={2} m={0} p={0} style={{ listStyle: "none" }}>
        {hook.secrets.map(({ id, createdAt }) => (
          <Group component="li" key={id} gap="xs">
            <Text size="sm">
              {t("hook.secretSince")} <At at={createdAt} />
            </Text>
            {hook.secrets.length > 1 ? (
              <Ask
                size="xs"
                variant="subtle"
                color="red"
                label={t("hook.removeSecret")}
                explain={t("hook.removeSecretExplain")}
                run={() => api.remove(`/contact-hooks/${hook.id}/secrets/${id}`)}
                done={t("hook.secretRemoved")}
                refresh={stale}
              />
            ) : null}
          </Group>
        ))}
      </Stack>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<KeyRound aria-hidden size={14} />}
          loading={another.isPending}
          onClick={() => another.mutate()}
        >
          {t("hook.addSecret")}
        </Button>
        <Ask
          size="xs"
          variant="subtle"
          color="red"
          icon={Trash2}
          label={t("hook.remove")}
          explain={t("hook.removeExplain")}
          run={() => api.remove(`/contact-hooks/${hook.id}`)}
          done={t("hook.removed")}
          refresh={stale}
        />
      </Group>
    </>
  );
}
