import { Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { RadioTower, Trash2 } from "lucide-react";
import { api } from "../api.ts";
import css from "../incidents/incidents.module.css";
import { may } from "../parts/act.ts";
import { Ask } from "../parts/ask.tsx";
import { useTold } from "../parts/described-form.tsx";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { Empty } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { State } from "../parts/states.tsx";
import { Ago } from "../parts/when.tsx";
import { sensorsQuery } from "../queries.ts";
import type { Source } from "../types.ts";
import { useWords } from "../words.ts";
import { SourceForm } from "./source-form.tsx";

type SourcesProps = { platformId: string; sources: Source[] };

/** What looks at this platform, and whether each of them can still look. */
export function Sources({ platformId, sources }: SourcesProps) {
  const { t } = useWords();
  return (
    <Panel
      title={t("sources.title")}
      actions={<EditSource platformId={platformId} label={t("sources.add")} />}
    >
      {sources.length === 0 ? (
        <Empty icon={RadioTower} title={t("sources.none")} hint={t("sources.noneHint")} />
      ) : (
        <Stack component="ul" gap={0} m={0} p={0}>
          {sources.map((source) => (
            <SourceLine key={source.id} source={source} />
          ))}
        </Stack>
      )}
    </Panel>
  );
}

function SourceLine({ source }: { source: Source }) {
  const { t, pick } = useWords();
  const told = useTold();
  const sensors = useQuery(sensorsQuery).data?.sensors ?? [];
  const sensor = sensors.find(({ kind }) => kind === source.sensor);
  return (
    <li className={css.task}>
      <Group justify="space-between" gap="xs">
        <Stack gap={2} style={{ flex: "1 1 14rem" }}>
          <Group gap="xs">
            <Text fw={600} size="sm">
              {source.name}
            </Text>
            <State kind="health" state={source.health} size="sm" />
          </Group>
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
            {source.enabled ? "" : ` · ${t("sources.off")}`}
          </Text>
          {source.note ? <Text size="xs">{pick(source.note.text)}</Text> : null}
        </Stack>
        <Group gap="xs">
          {may(source.may, "change") ? (
            <EditSource platformId={source.platformId} source={source} label={t("channel.edit")} />
          ) : null}
          {may(source.may, "remove") ? (
            <Ask
              size="xs"
              icon={Trash2}
              label={t("sources.remove")}
              explain={t("sources.removeExplain")}
              run={() => api.remove(`/sources/${source.id}`)}
              done={t("sources.removed")}
              refresh={["platforms", "sources"]}
            />
          ) : null}
        </Group>
      </Group>
    </li>
  );
}

type EditSourceProps = { platformId: string; source?: Source; label: string };

function EditSource({ platformId, source, label }: EditSourceProps) {
  return (
    <EditInDialog
      label={label}
      title={source?.name ?? label}
      isNew={source === undefined}
      form={(close) => (
        <SourceForm platformId={platformId} {...(source ? { source } : {})} close={close} />
      )}
    />
  );
}
