import { Alert, Group, List, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { LifeBuoy } from "lucide-react";
import { ButtonLink, TextLink } from "../parts/links.tsx";
import { Figure, Figures, Panel } from "../parts/page.tsx";
import { Ago } from "../parts/when.tsx";
import { reachOverviewQuery } from "../planner-queries.ts";
import { useWords } from "../words.ts";

/** How many people hang on one way alone, and what to do about it. */
export function ReachOverview({ mayAsk }: { mayAsk: boolean }) {
  const { t, number } = useWords();
  const { data } = useQuery(reachOverviewQuery);
  if (!data || data.people === 0) return null;
  const alone = data.single.reduce((sum, { people }) => sum + people, 0);
  return (
    <Panel title={t("reachability.title")} hint={t("reachability.hint")}>
      <Figures>
        <Figure label={t("reachability.several")} value={number(data.several)} />
        <Figure label={t("reachability.one")} value={number(alone)} />
        <Figure label={t("reachability.none")} value={number(data.none)} />
      </Figures>
      <Text size="xs" c="dimmed">
        {t("reachability.counted")} <Ago at={data.countedAt} />
      </Text>
      {alone > 0 ? (
        <Alert color="orange" icon={<LifeBuoy aria-hidden />}>
          <List size="sm" spacing="xs">
            {data.single.map(({ domain, people }) => (
              <List.Item key={domain}>
                <TextLink
                  to="/contacts"
                  search={{ only: domain }}
                  size="sm"
                  c="inherit"
                  underline="always"
                >
                  {t("reachability.alone", {
                    count: people,
                    n: number(people),
                    way: t(`reachability.domain.${domain}`, { defaultValue: domain }),
                  })}
                </TextLink>
              </List.Item>
            ))}
          </List>
          {mayAsk ? (
            <Group mt="sm" gap="sm">
              <ButtonLink
                to="/broadcasts/new"
                search={{ second: "one" }}
                size="xs"
                h="auto"
                py={6}
                styles={{ label: { whiteSpace: "normal" } }}
              >
                {t("reachability.ask")}
              </ButtonLink>
              <Text size="xs">{t("reachability.askHint")}</Text>
            </Group>
          ) : null}
        </Alert>
      ) : null}
    </Panel>
  );
}
