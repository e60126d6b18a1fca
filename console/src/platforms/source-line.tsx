import { Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type LucideIcon, Pause, Play, ScanEye, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { api } from "../api.ts";
import { may, useAct } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { useTold } from "../parts/described-form.tsx";
import { State } from "../parts/states.tsx";
import { Ago, At } from "../parts/when.tsx";
import { sensorsQuery } from "../queries.ts";
import { useNow } from "../times.ts";
import type { SeenSource } from "../types.ts";
import { useWords } from "../words.ts";
import css from "./platforms.module.css";

/** Nearer than this, seconds matter. */
const secondsBelowMs = 120_000;
const refresh = ["platforms", "sources"];

/** One source: its health in words, its last reading, what to do, and the verbs for it. */
export function SourceLine({ source, edit }: { source: SeenSource; edit: ReactNode }) {
  const { t, pick } = useWords();
  const { note, advice, reading } = source;
  const isSaid = note && reading && pick(note.text) === pick(reading.text);
  return (
    <li className={css.source}>
      <Stack gap={4} miw={0}>
        <Group gap="xs">
          <Text fw={600} size="sm">
            {source.name}
          </Text>
          {source.enabled ? (
            <State kind="health" state={source.health} size="sm" />
          ) : (
            <State kind="health" state="paused" size="sm" />
          )}
        </Group>
        <Looks source={source} />
        {note && !isSaid ? <Text size="sm">{pick(note.text)}</Text> : null}
        {reading && (reading.verdict !== null || !note) ? <Reading reading={reading} /> : null}
        {advice ? (
          <Text size="sm" className={css.advice ?? ""}>
            <Text span size="sm" fw={600}>
              {t("sources.whatToDo")}
            </Text>{" "}
            {pick(advice.text)}
          </Text>
        ) : null}
      </Stack>
      <Verbs source={source} edit={edit} />
    </li>
  );
}

/** When it looked, and when it will again. */
function Looks({ source }: { source: SeenSource }) {
  const { t } = useWords();
  const told = useTold();
  const now = useNow();
  const sensor = useQuery(sensorsQuery).data?.sensors.find(({ kind }) => kind === source.sensor);
  const { nextLookAt: next } = source;
  const isDue = next === null || Date.parse(next) <= now;
  return (
    <Text size="xs" c="dimmed">
      {sensor ? told(sensor.title) : source.sensor}
      {" · "}
      {source.lookedAt ? (
        <>
          {t("sources.looked")} <Ago at={source.lookedAt} />
        </>
      ) : (
        t("sources.never")
      )}
      {source.enabled ? (
        <>
          {" · "}
          {isDue ? (
            t("sources.nextNow")
          ) : (
            <>
              {t("sources.next")} <At at={next} seconds={Date.parse(next) - now < secondsBelowMs} />
            </>
          )}
        </>
      ) : null}
    </Text>
  );
}

function Reading({ reading }: { reading: NonNullable<SeenSource["reading"]> }) {
  const { pick } = useWords();
  return (
    <Group gap={6} align="flex-start">
      {reading.verdict === null ? null : <State kind="verdict" state={reading.verdict} size="sm" />}
      <Text size="sm" style={{ flex: "1 1 12rem" }}>
        {pick(reading.text)}{" "}
        <Text span size="xs" c="dimmed">
          (<Ago at={reading.at} />)
        </Text>
      </Text>
    </Group>
  );
}

function Verbs({ source, edit }: { source: SeenSource; edit: ReactNode }) {
  const { t } = useWords();
  const path = `/sources/${source.id}`;
  return (
    <Group gap="xs" align="flex-start">
      {source.may.look ? (
        <Verb
          icon={ScanEye}
          label={t("sources.lookNow")}
          done={t("sources.lookingNow")}
          run={() => api.post(`${path}/look`)}
        />
      ) : null}
      {source.may.pause ? (
        <Ask
          size="xs"
          icon={Pause}
          label={t("sources.pause")}
          explain={t("sources.pauseExplain")}
          run={() => api.post(`${path}/pause`)}
          done={t("sources.paused")}
          refresh={refresh}
        />
      ) : null}
      {source.may.resume ? (
        <Verb
          icon={Play}
          label={t("sources.resume")}
          done={t("sources.resumed")}
          run={() => api.remove(`${path}/pause`)}
        />
      ) : null}
      {may(source.may, "change") ? edit : null}
      {may(source.may, "remove") ? (
        <Ask
          size="xs"
          icon={Trash2}
          label={t("sources.remove")}
          explain={t("sources.removeExplain")}
          run={() => api.remove(path)}
          done={t("sources.removed")}
          refresh={refresh}
        />
      ) : null}
    </Group>
  );
}

type VerbProps = { icon: LucideIcon; label: string; done: string; run: () => Promise<unknown> };

function Verb({ icon: Icon, label, done, run }: VerbProps) {
  const act = useAct({ run, done, refresh });
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Icon aria-hidden size={14} />}
      loading={act.isPending}
      onClick={() => act.mutate()}
    >
      {label}
    </Button>
  );
}
