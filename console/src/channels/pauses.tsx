import { Alert, List, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "../parts/links.tsx";
import { At, AtAndAgo } from "../parts/when.tsx";
import { channelsQuery } from "../queries.ts";
import { useNow } from "../times.ts";
import type { Channel, ChannelPause } from "../types.ts";
import { useWords } from "../words.ts";

/** Why a channel sends nothing at the moment, or less than it could: on its own card. */
export function PauseNote({ channel }: { channel: Channel }) {
  const pause = usePauses().find(({ channelId }) => channelId === channel.id);
  const { t } = useWords();
  if (!pause) return null;
  return (
    <Alert color="yellow" icon={<Hourglass aria-hidden />} title={t(`pause.${pause.kind}.title`)}>
      <Story pause={pause} channel={channel} />
    </Alert>
  );
}

/** The same of all channels of a broadcast, or of everything that is used. */
export function Pauses({ among }: { among?: readonly number[] }) {
  const { t } = useWords();
  const channels = useQuery(channelsQuery).data?.channels ?? [];
  const told = usePauses().flatMap((pause) => {
    const channel = channels.find(({ id }) => id === pause.channelId);
    const isMeant = among ? among.includes(pause.channelId) : pause.kind !== "slow";
    return channel && isMeant ? [{ pause, channel }] : [];
  });
  if (told.length === 0) return null;
  return (
    <Alert
      color="yellow"
      icon={<Hourglass aria-hidden />}
      title={t("pause.some", { count: told.length })}
    >
      <List size="sm" spacing="xs" mb="xs">
        {told.map(({ pause, channel }) => (
          <List.Item key={channel.id}>
            <strong>{channel.name}</strong> · {t(`pause.${pause.kind}.title`)}
            <Story pause={pause} channel={channel} />
          </List.Item>
        ))}
      </List>
      <ButtonLink to="/channels" size="xs" variant="default">
        {t("silence.look")}
      </ButtonLink>
    </Alert>
  );
}

const usePauses = (): readonly ChannelPause[] => useQuery(channelsQuery).data?.pauses ?? [];

/** Since when, until when, and what becomes of those who wait. */
function Story({ pause, channel }: { pause: ChannelPause; channel: Channel }) {
  const { t, number } = useWords();
  const { kind, since, perSecond } = pause;
  const isOver = useIsOver(pause.until);
  const rates = { now: number(perSecond ?? 0, 1), full: number(channel.perSecond, 1) };
  return (
    <>
      <Text size="sm">
        {t(`pause.${kind}.since`, rates)} <At at={since} />. {ending(pause, isOver, t)}
      </Text>
      <Text size="sm">{t(becomesOf(pause))}</Text>
    </>
  );
}

type Say = ReturnType<typeof useWords>["t"];

function ending({ kind, until, tested }: ChannelPause, isOver: boolean, t: Say): ReactNode {
  if (kind === "slow") return null;
  if (kind === "rest" && !tested) return t("pause.rest.untested");
  if (until === null || isOver) return t(`pause.${kind}.soon`);
  return (
    <>
      {t(`pause.${kind}.until`)} <AtAndAgo at={until} />.
    </>
  );
}

function becomesOf({ kind, moves }: ChannelPause): string {
  if (kind === "silence") return moves ? "pause.silence.moves" : "pause.silence.waits";
  return kind === "rest" ? "pause.rest.moves" : "pause.slow.waits";
}

const nearMs = 5_000;

/** What ends within seconds is told as ending, so that a row of short pauses does not flicker. */
function useIsOver(until: string | null): boolean {
  const now = useNow();
  return until === null || Date.parse(until) - now < nearMs;
}
