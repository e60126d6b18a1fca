import { Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Siren } from "lucide-react";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { sourcesQuery } from "../queries.ts";
import { useWords } from "../words.ts";
import { SourceLine } from "./source-line.tsx";
import { EditSource } from "./sources.tsx";

/** What opens an incident by itself and is about no platform: warnings, earthquakes, our own systems. */
export function Triggers({ mayAdd }: { mayAdd: boolean }) {
  const { t } = useWords();
  const query = useQuery(sourcesQuery);
  return (
    <Panel
      title={t("triggers.title")}
      hint={t("triggers.hint")}
      actions={mayAdd ? <EditSource platformId={null} label={t("triggers.add")} /> : null}
    >
      <Loaded query={query} height={80}>
        {({ sources }) => {
          const triggers = sources.filter(({ platformId }) => platformId === null);
          return triggers.length === 0 ? (
            <Empty icon={Siren} title={t("triggers.none")} hint={t("triggers.noneHint")} />
          ) : (
            <Stack component="ul" gap={0} m={0} p={0}>
              {triggers.map((source) => (
                <SourceLine
                  key={source.id}
                  source={{ ...source, reading: null }}
                  edit={<EditSource platformId={null} source={source} label={t("channel.edit")} />}
                />
              ))}
            </Stack>
          );
        }}
      </Loaded>
    </Panel>
  );
}
