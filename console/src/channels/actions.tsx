import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CirclePlay, type LucideIcon, PowerOff, Send, Waypoints } from "lucide-react";
import { type FormEvent, useState } from "react";
import { api } from "../api.ts";
import { useAct } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { useTold } from "../parts/described-form.tsx";
import { EditInDialog, InDialog } from "../parts/edit-in-dialog.tsx";
import { isOfField } from "../parts/problems.ts";
import { useSentence } from "../parts/sentence.ts";
import { transportsQuery } from "../queries.ts";
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
      title={`${t("channel.test")} · ${channel.name}`}
      icon={Send}
      look={{ centered: true }}
      form={() => <TestForm channel={channel} />}
    />
  );
}

function TestForm({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const [address, setAddress] = useState("");
  const kind = useQuery(transportsQuery).data?.transports.find(
    (one) => one.kind === channel.transport,
  );
  const told = useTold();
  const sentence = useSentence();
  const test = useAct({
    run: (typed: string) =>
      api.post<{ outcome: Outcome }>(`/channels/${channel.id}/test`, { address: typed }),
    refresh: ["channels"],
    tellsBeside: isOfField,
  });
  const wrong = isOfField(test.error) && test.variables === address ? sentence(test.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    test.mutate(address);
  };
  const outcome = test.data?.outcome;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t(channel.drill ? "channel.testDrill" : "channel.testExplain")}</Text>
        <TextInput
          label={kind ? told(kind.address.label) : t("channel.testAddress")}
          description={kind ? t("channel.testExample", { example: kind.address.example }) : null}
          inputWrapperOrder={["label", "input", "error", "description"]}
          styles={{ description: { overflowWrap: "anywhere" } }}
          error={wrong}
          required
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        {outcome ? (
          <Alert color={outcome.kind === "accepted" ? "teal" : "orange"} role="status">
            {channel.drill && outcome.kind === "accepted"
              ? t("channel.testDrillTaken")
              : t(`outcome.${outcome.kind}`, { defaultValue: outcome.kind })}
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
