import { Button, Grid, Group, Modal, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Plus, Waypoints } from "lucide-react";
import { may } from "../parts/act.ts";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Figure, Figures, Page } from "../parts/page.tsx";
import { DrillMark, State } from "../parts/states.tsx";
import { AtAndAgo } from "../parts/when.tsx";
import { channelsQuery } from "../queries.ts";
import type { AccountNote, Channel, MessageTemplate } from "../types.ts";
import { useWords } from "../words.ts";
import { AccountNotes } from "./account-notes.tsx";
import { ChannelActions } from "./actions.tsx";
import { Callback } from "./callback.tsx";
import { ChannelForm } from "./form.tsx";
import { PauseNote } from "./pauses.tsx";
import { SetAside, Unmatched } from "./set-aside.tsx";
import { Templates } from "./templates.tsx";

export function Channels() {
  const { t } = useWords();
  const query = useQuery(channelsQuery);
  const add = may(query.data?.may, "create") ? <AddChannel /> : null;
  return (
    <Page
      title={t("nav.channels")}
      below={<Text c="dimmed">{t("channels.hint")}</Text>}
      actions={add}
    >
      <Loaded query={query} height={300}>
        {({ channels, accounts = [], templates = [] }) =>
          channels.length === 0 ? (
            <Empty
              icon={Waypoints}
              title={t("channels.none")}
              hint={t("channels.noneHint")}
              action={add}
            />
          ) : (
            <SimpleGrid cols={{ base: 1, lg: 2 }}>
              {channels.map((channel) => (
                <ChannelCard
                  key={channel.id}
                  channel={channel}
                  notes={accounts.filter(({ channelId }) => channelId === channel.id)}
                  templates={templates.filter(({ channelId }) => channelId === channel.id)}
                />
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
    </Page>
  );
}

function AddChannel() {
  const { t } = useWords();
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button leftSection={<Plus aria-hidden size={16} />} onClick={dialog.open}>
        {t("channels.add")}
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={t("channels.add")} size="lg">
        <ChannelForm close={dialog.close} />
      </Modal>
    </>
  );
}

type ChannelCardProps = {
  channel: Channel;
  notes: readonly AccountNote[];
  templates: readonly MessageTemplate[];
};

function ChannelCard({ channel, notes, templates }: ChannelCardProps) {
  const { t, number } = useWords();
  return (
    <Paper component="article" withBorder p="md" aria-labelledby={`channel-${channel.id}`}>
      <Stack gap="sm">
        <CardHead channel={channel} />
        <PauseNote channel={channel} />
        <AccountNotes notes={notes} />
        <SetAside channelId={channel.id} />
        <Unmatched channelId={channel.id} />
        <Templates channel={channel} templates={templates} />
        <Grid>
          <Grid.Col span={12}>
            <Figures>
              <Figure
                label={t("channel.carries")}
                value={t(`kind.${channel.addressKind}`, { defaultValue: channel.addressKind })}
              />
              <Figure
                label={t("channel.rate")}
                value={t("perSecond", { n: number(channel.perSecond, 1) })}
              />
            </Figures>
          </Grid.Col>
        </Grid>
        {channel.callbackUrl === null ? null : <Callback url={channel.callbackUrl} />}
        {channel.enabled ? null : (
          <Text size="sm" c="dimmed">
            {t("channel.disabled")}
          </Text>
        )}
        <ChannelActions channel={channel} />
      </Stack>
    </Paper>
  );
}

function CardHead({ channel }: { channel: Channel }) {
  const { t, say } = useWords();
  const reason = say(channel.stateReason) ?? channel.stateReason;
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Title order={2} size="h5" id={`channel-${channel.id}`}>
          {channel.name}
        </Title>
        <Group gap="xs">
          {channel.drill ? <DrillMark /> : null}
          <State kind="channel" state={channel.state} />
        </Group>
      </Group>
      <Text size="sm">
        {reason ? `${reason} · ` : ""}
        {t(`channel.source.${channel.stateSource}`)} · <AtAndAgo at={channel.stateAt} />
      </Text>
    </>
  );
}
