import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { CirclePlay, type LucideIcon, Pencil, PowerOff, Send, Waypoints } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import type { Channel, Outcome } from "../types.ts";
import { useWords } from "../words.ts";
import { ChannelForm } from "./form.tsx";

const refresh = ["channels", "broadcasts", "events"];

export function ChannelActions({ channel }: { channel: Channel }) {
  return (
    <Group gap="xs">
      {channel.may.change ? <EditChannel channel={channel} /> : null}
      {channel.may.test ? <TestChannel channel={channel} /> : null}
      {channel.may.state
        ? turns[channel.state].map((turn) => <Turn key={turn.to} channel={channel} turn={turn} />)
        : null}
    </Group>
  );
}

type ChannelState = Channel["state"];
type Turn = { to: ChannelState; word: string; done: string; icon: LucideIcon };

const putUp: Turn = { to: "up", word: "putUp", done: "isUp", icon: CirclePlay };
const tryAgain: Turn = { to: "probing", word: "tryAgain", done: "isProbing", icon: Waypoints };
const takeDown: Turn = { to: "down", word: "takeDown", done: "isDown", icon: PowerOff };
const turns: Record<ChannelState, Turn[]> = {
  up: [takeDown],
  probing: [putUp, takeDown],
  down: [tryAgain],
};

function Turn({ channel, turn }: { channel: Channel; turn: Turn }) {
  const { t } = useWords();
  return (
    <Ask
      size="xs"
      label={t(`channel.${turn.word}`)}
      icon={turn.icon}
      explain={t(`channel.${turn.word}Explain`)}
      note={t("incident.reason")}
      noteRequired
      run={(reason) => api.post(`/channels/${channel.id}/state`, { state: turn.to, reason })}
      done={t(`channel.${turn.done}`)}
      refresh={refresh}
    />
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
