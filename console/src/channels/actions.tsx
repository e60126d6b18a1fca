import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { CirclePlay, type LucideIcon, PowerOff, Send, Waypoints } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { EditInDialog, InDialog } from "../parts/edit-in-dialog.tsx";
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
  return (
    <EditInDialog
      label={t("channel.edit")}
      title={channel.name}
      isNew={false}
      form={(close) => <ChannelForm channel={channel} close={close} />}
    />
  );
}

function TestChannel({ channel }: { channel: Channel }) {
  const { t } = useWords();
  return (
    <InDialog
      label={t("channel.test")}
      title={t("channel.test")}
      icon={Send}
      look={{ centered: true }}
      form={() => <TestForm channel={channel} />}
    />
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
