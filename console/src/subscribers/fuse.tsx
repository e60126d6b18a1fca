import { Group, Stack, Text } from "@mantine/core";
import { CirclePause, CirclePlay, OctagonAlert, Pause, Play } from "lucide-react";
import { api } from "../api.ts";
import { may } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { Panel } from "../parts/page.tsx";
import { Ago } from "../parts/when.tsx";
import type { Subscribers } from "../types.ts";
import { useWords } from "../words.ts";

const looks = {
  armed: { icon: CirclePlay, color: "teal" },
  paused: { icon: CirclePause, color: "orange" },
  blown: { icon: OctagonAlert, color: "red" },
} as const;

/** Whether news leave the house, why not, and the way back. */
export function Fuse({ found }: { found: Subscribers }) {
  const { t, say } = useWords();
  const { state, reason, changedAt, changedBy } = found.fuse;
  const { icon: Icon, color } = looks[state];
  return (
    <Panel title={t("subscribers.fuse")}>
      <Stack gap="xs">
        <Group gap="xs" c={color} wrap="nowrap">
          <Icon aria-hidden size={22} />
          <Text fw={700}>{t(`subscribers.fuseState.${state}`)}</Text>
        </Group>
        {reason ? <Text size="sm">{say(reason.code, reason.params) ?? reason.code}</Text> : null}
        <Text size="sm" c="dimmed">
          {t(`subscribers.fuseHint.${state}`)}
        </Text>
        {changedAt && changedBy && state === "paused" ? (
          <Text size="xs" c="dimmed">
            {t("subscribers.changed", { who: changedBy })} <Ago at={changedAt} />
          </Text>
        ) : null}
        <Decisions found={found} />
      </Stack>
    </Panel>
  );
}

function Decisions({ found }: { found: Subscribers }) {
  const { t } = useWords();
  return (
    <Group>
      {may(found.may, "pause") ? (
        <Ask
          size="xs"
          icon={Pause}
          label={t("subscribers.pause")}
          explain={t("subscribers.pauseExplain")}
          run={() => api.post("/subscribers/pause")}
          done={t("subscribers.paused")}
          refresh={["subscribers"]}
        />
      ) : null}
      {may(found.may, "resume") ? (
        <Ask
          size="xs"
          icon={Play}
          variant="filled"
          label={t("subscribers.resume")}
          explain={t("subscribers.resumeExplain")}
          run={() => api.remove("/subscribers/pause")}
          done={t("subscribers.resumed")}
          refresh={["subscribers"]}
        />
      ) : null}
    </Group>
  );
}
