import { Stack, Text } from "@mantine/core";
import { RadioTower } from "lucide-react";
import { may } from "../parts/act.ts";
import { EditInDialog } from "../parts/edit-in-dialog.tsx";
import { Empty } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import type { May, SeenSource, Source } from "../types.ts";
import { useWords } from "../words.ts";
import { SourceForm } from "./source-form.tsx";
import { SourceLine } from "./source-line.tsx";

type SourcesProps = { platformId: string; sources: SeenSource[]; rights: May };

/** What looks at this platform, what it saw last, and what to do when it cannot look. */
export function Sources({ platformId, sources, rights }: SourcesProps) {
  const { t } = useWords();
  const blind = sources.filter(({ enabled, health }) => enabled && health === "unhealthy").length;
  const paused = sources.filter(({ enabled }) => !enabled).length;
  const looking = sources.length - blind - paused;
  const told = [
    t("sources.looking", { count: looking }),
    ...(blind > 0 ? [t("sources.blind", { count: blind })] : []),
    ...(paused > 0 ? [t("sources.resting", { count: paused })] : []),
  ].join(" · ");
  return (
    <Panel
      title={t("sources.title")}
      {...(sources.length > 0 ? { hint: told } : {})}
      actions={
        may(rights, "addSource") ? (
          <EditSource platformId={platformId} label={t("sources.add")} />
        ) : null
      }
    >
      {sources.length === 0 ? (
        <Empty icon={RadioTower} title={t("sources.none")} hint={t("sources.noneHint")} />
      ) : (
        <Stack component="ul" gap={0} m={0} p={0}>
          {sources.toSorted(byNeed).map((source) => (
            <SourceLine
              key={source.id}
              source={source}
              edit={
                <EditSource platformId={platformId} source={source} label={t("channel.edit")} />
              }
            />
          ))}
        </Stack>
      )}
      {blind > 0 ? (
        <Text size="xs" c="dimmed">
          {t("sources.blindHint")}
        </Text>
      ) : null}
    </Panel>
  );
}

const needs = (source: SeenSource): number =>
  source.enabled && source.health === "unhealthy" ? 0 : source.enabled ? 1 : 2;

/** What needs somebody stands first. */
const byNeed = (a: SeenSource, b: SeenSource): number =>
  needs(a) - needs(b) || a.name.localeCompare(b.name);

type EditSourceProps = { platformId: string | null; source?: Source; label: string };

/** A button that opens the form of a source; without a platform, that of a trigger. */
export function EditSource({ platformId, source, label }: EditSourceProps) {
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
