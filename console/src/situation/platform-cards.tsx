import { Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { RadioTower } from "lucide-react";
import { TextLink } from "../parts/links.tsx";
import { Empty, Loaded } from "../parts/loaded.tsx";
import { Sparkline } from "../parts/sparkline.tsx";
import { State } from "../parts/states.tsx";
import { At } from "../parts/when.tsx";
import { platformsQuery } from "../queries.ts";
import type { Platform } from "../types.ts";
import { useWords } from "../words.ts";

const sparkMinutes = 180;

export function PlatformCards() {
  const { t } = useWords();
  const query = useQuery(platformsQuery);
  return (
    <section aria-labelledby="platform-cards">
      <Title order={2} size="h5" id="platform-cards" mb="xs">
        {t("situation.platforms")}
      </Title>
      <Loaded query={query}>
        {({ platforms }) =>
          platforms.length === 0 ? (
            <Empty icon={RadioTower} title={t("platforms.none")} hint={t("platforms.noneHint")} />
          ) : (
            <SimpleGrid cols={{ base: 2, lg: 4 }} spacing="sm">
              {platforms.map((platform) => (
                <PlatformCard key={platform.id} platform={platform} />
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
    </section>
  );
}

export function PlatformCard({ platform }: { platform: Platform }) {
  const { assessment } = platform;
  const { t } = useWords();
  return (
    <Paper withBorder p="sm">
      <Stack gap={6}>
        <Group justify="space-between" gap={6}>
          <TextLink to="/platforms/$id" params={{ id: platform.id }} fw={600} c="inherit">
            {platform.name}
          </TextLink>
          {assessment ? <State kind="level" state={assessment.level} size="sm" /> : null}
        </Group>
        <Sparkline platformId={platform.id} minutes={sparkMinutes} />
        <Text size="xs" c="dimmed">
          {assessment ? (
            <>
              {t("platform.since")} <At at={assessment.since} />
            </>
          ) : (
            t("platform.noWord")
          )}
        </Text>
      </Stack>
    </Paper>
  );
}
