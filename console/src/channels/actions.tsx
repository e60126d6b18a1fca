import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { CirclePlay, Pencil, PowerOff, Send } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { may, useAct } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import type { Channel } from "../types.ts";
import { useWords } from "../words.ts";
import { ChannelForm } from "./form.tsx";

const refresh = ["channels", "broadcasts", "events"];

export function ChannelActions({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const down = channel.state === "down";
  const state = (to: string) => (reason: string) =>
    api.post(`/channels/${channel.id}/state`, { state: to, reason });
  return (
    <Group gap="xs">
      {may(channel.may, "change") ? <EditChannel channel={channel} /> : null}
      {may(channel.may, "test") ? <TestChannel channel={channel} /> : null}
      {may(channel.may, "state") ? (
        <Ask
          size="xs"
          label={t(down ? "channel.putUp" : "channel.takeDown")}
          icon={down ? CirclePlay : PowerOff}
          explain={t(down ? "channel.putUpExplain" : "channel.takeDownExplain")}
          note={t("incident.reason")}
          noteRequired
          run={state(down ? "up" : "down")}
          done={t(down ? "channel.isUp" : "channel.isDown")}
          refresh={refresh}
        />
      ) : null}
    </Group>
  );
}

function EditChannel({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Pencil aria-hidden size={14} />}
        onClick={dialog.open}
      >
        {t("channel.edit")}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={channel.name} size="lg">
        <ChannelForm channel={channel} close={dialog.close} />
      </Modal>
    </>
  );
}

function TestChannel({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<Send aria-hidden size={14} />}
        onClick={dialog.open}
      >
        {t("channel.test")}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={t("channel.test")} centered>
        <TestForm channel={channel} />
      </Modal>
    </>
  );
}

type Outcome = { kind: string; why?: string };

function TestForm({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const [address, setAddress] = useState("");
  const test = useAct({
    run: () => api.post<{ outcome: Outcome }>(`/channels/${channel.id}/test`, { address }),
    refresh: ["channels"],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    test.mutate();
  };
  const outcome = test.data?.outcome;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t("channel.testExplain")}</Text>
        <TextInput
          label={t("channel.testAddress")}
          required
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        {outcome ? (
          <Alert color={outcome.kind === "accepted" ? "teal" : "orange"} role="status">
            {t(`outcome.${outcome.kind}`, { defaultValue: outcome.kind })}
            {outcome.why ? ` (${outcome.why})` : ""}
          </Alert>
        ) : null}
        <Group justify="flex-end">
          <Button type="submit" loading={test.isPending}>
            {t("channel.testSend")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
