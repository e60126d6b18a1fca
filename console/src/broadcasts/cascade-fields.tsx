import { ActionIcon, Button, Group, Menu, Select, Stack, Text } from "@mantine/core";
import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { TextLink } from "../parts/links.tsx";
import { State } from "../parts/states.tsx";
import { duration } from "../times.ts";
import type { Cascade, Channel, Rung } from "../types.ts";
import { useWords } from "../words.ts";
import css from "./bars.module.css";
import { PATIENCES_MS, SUCCESSES, usualRung } from "./draft.ts";

type CascadeFieldsProps = {
  cascade: Cascade;
  channels: Channel[];
  change: (cascade: Cascade) => void;
};

/** Which way first, how long to wait there, and what counts: one line for each rung. */
export function CascadeFields({ cascade, channels, change }: CascadeFieldsProps) {
  const { t } = useWords();
  const { rungs } = cascade;
  const set = (next: Rung[]) => change({ ...cascade, rungs: next });
  const unused = channels.filter(
    (channel) => !rungs.some(({ channelId }) => channelId === channel.id),
  );
  const add = (channel: Channel) => set([...rungs, usualRung(channel)]);
  return (
    <Stack gap="sm" align="stretch">
      {rungs.length === 0 ? <Text size="sm">{t("cascade.empty")}</Text> : null}
      {channels.length === 0 ? (
        <TextLink to="/channels" size="sm" underline="always">
          {t("cascade.noChannel")}
        </TextLink>
      ) : null}
      <ol className={css.rungs}>
        {rungs.map((rung, index) => (
          <RungFields
            key={rung.channelId}
            rung={rung}
            index={index}
            channel={channels.find(({ id }) => id === rung.channelId)}
            rungs={rungs}
            set={set}
          />
        ))}
      </ol>
      {unused.length > 0 ? (
        <Menu>
          <Menu.Target>
            <Button
              variant="default"
              size="xs"
              w="fit-content"
              leftSection={<Plus aria-hidden size={14} />}
            >
              {t("cascade.add")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {unused.map((channel) => (
              <Menu.Item key={channel.id} onClick={() => add(channel)}>
                {channel.name}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      ) : null}
    </Stack>
  );
}

type RungFieldsProps = {
  rung: Rung;
  index: number;
  channel: Channel | undefined;
  rungs: Rung[];
  set: (rungs: Rung[]) => void;
};

function RungFields({ rung, index, channel, rungs, set }: RungFieldsProps) {
  const { t, language } = useWords();
  const replace = (next: Rung) => set(rungs.with(index, next));
  return (
    <li className={css.rung}>
      <Stack gap={4} style={{ flex: "1 1 10rem" }}>
        <Text size="sm" fw={600}>
          {index + 1}. {channel?.name ?? rung.channelId}
        </Text>
        {channel ? <State kind="channel" state={channel.state} size="sm" /> : null}
      </Stack>
      <Select
        label={t("cascade.success")}
        size="xs"
        w={190}
        allowDeselect={false}
        value={rung.success}
        data={SUCCESSES.map((value) => ({ value, label: t(`fact.${value}`) }))}
        onChange={(value) =>
          replace({ ...rung, success: SUCCESSES.find((one) => one === value) ?? rung.success })
        }
      />
      <Select
        label={t("cascade.patience")}
        size="xs"
        w={110}
        allowDeselect={false}
        value={String(rung.patienceMs)}
        data={PATIENCES_MS.map((ms) => ({ value: String(ms), label: duration(ms, language) }))}
        onChange={(value) => replace({ ...rung, patienceMs: Number(value ?? rung.patienceMs) })}
      />
      <Order rungs={rungs} index={index} set={set} name={channel?.name ?? ""} />
    </li>
  );
}

type OrderProps = { rungs: Rung[]; index: number; set: (rungs: Rung[]) => void; name: string };

function Order({ rungs, index, set, name }: OrderProps) {
  const { t } = useWords();
  const swap = (other: number) => {
    const [here, there] = [rungs[index], rungs[other]];
    if (here && there) set(rungs.with(index, there).with(other, here));
  };
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        variant="default"
        aria-label={t("cascade.earlier", { name })}
        disabled={index === 0}
        onClick={() => swap(index - 1)}
      >
        <ArrowUp aria-hidden size={16} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={t("cascade.later", { name })}
        disabled={index === rungs.length - 1}
        onClick={() => swap(index + 1)}
      >
        <ArrowDown aria-hidden size={16} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={t("cascade.remove", { name })}
        onClick={() => set(rungs.toSpliced(index, 1))}
      >
        <X aria-hidden size={16} />
      </ActionIcon>
    </Group>
  );
}
