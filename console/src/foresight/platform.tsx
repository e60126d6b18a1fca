import { Grid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { useWords } from "../words.ts";
import { FeedRecords } from "./feed-lags.tsx";
import { platformRiskQuery } from "./queries.ts";
import { Week } from "./week.tsx";

/** What may come to one platform, and how late its own sources were in the past. */
export function PlatformForesight({ id }: { id: string }) {
  const { t } = useWords();
  const query = useQuery(platformRiskQuery(id));
  return (
    <Grid>
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <Panel title={t("foresight.title")} hint={t("foresight.hint")}>
          <Loaded query={query} height={160}>
            {(risk) => (
              <Stack gap="xs">
                <Week risk={risk} />
                <Text size="xs" c="dimmed">
                  {t("foresight.watched", { count: risk.history.days })}{" "}
                  {t("foresight.incidents", { count: risk.history.incidents })}
                </Text>
              </Stack>
            )}
          </Loaded>
        </Panel>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <FeedRecords id={id} />
      </Grid.Col>
    </Grid>
  );
}
