import { SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import {
  type ComponentProps,
  type ComponentType,
  lazy,
  type ReactNode,
  Suspense,
  useId,
  useState,
} from "react";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { Renewed } from "../parts/renewed.tsx";
import { type Dimension, sharesQuery } from "../queries.ts";
import type { Shares } from "../types.ts";
import { useWords } from "../words.ts";
import { ExcessBars } from "./excess-bars.tsx";
import type { ExcessMap as Drawn } from "./excess-map.tsx";
import css from "./platforms.module.css";
import { useShown } from "./shown.ts";

/** The map brings its own libraries and a world: they come when somebody looks. */
const ExcessMap = lazy(async (): Promise<{ default: ComponentType<MapProps> }> => {
  try {
    return { default: (await import("./excess-map.tsx")).ExcessMap };
  } catch {
    return { default: Renewed };
  }
});
type MapProps = ComponentProps<typeof Drawn>;

const keptMinutes = 30 * 24 * 60;
const mapHeightPx = 320;

/** Whom the trouble concerns: shares of what is beyond the usual, never of what there always is. */
export function SharesPanel({ id }: { id: string }) {
  const { t } = useWords();
  const { shown, part } = useShown();
  const cut = "minutes" in shown && shown.minutes > keptMinutes;
  const hint = t(part ? "shares.hintPart" : "shares.hint");
  return (
    <Panel title={t("shares.title")} hint={cut ? `${hint} ${t("shares.kept")}` : hint}>
      <Part id={id} by="country">
        {(shares) => <Countries shares={shares} />}
      </Part>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="lg">
        {(["symptom", "version", "device"] as const).map((by) => (
          <Part key={by} id={id} by={by}>
            {(shares) => <ExcessBars shares={shares} />}
          </Part>
        ))}
      </SimpleGrid>
    </Panel>
  );
}

type PartProps = { id: string; by: Dimension; children: (shares: Shares) => ReactNode };

function Part({ id, by, children }: PartProps) {
  const { t } = useWords();
  const titleId = useId();
  const { shown } = useShown();
  const query = useQuery({ ...sharesQuery(id, shown, by), placeholderData: keepPreviousData });
  return (
    <Stack component="section" gap="xs" aria-labelledby={titleId} miw={0}>
      <Title order={3} size="h6" id={titleId}>
        {t(`shares.by.${by}`)}
      </Title>
      <Loaded query={query} height={by === "country" ? mapHeightPx : 80}>
        {(shares) => (shares.known ? children(shares) : <Unknown shares={shares} />)}
      </Loaded>
    </Stack>
  );
}

/** Too little to say anything: how little, and what it takes. */
function Unknown({ shares }: { shares: Shares }) {
  const { t } = useWords();
  const count = Math.round(shares.excess);
  const said = shares.shares.some((share) => share.count > 0);
  const sentence = !said
    ? t("shares.nobodySaid")
    : count === 0
      ? t("shares.nothing")
      : t("shares.unknown", { count, needed: shares.neededExcess });
  return (
    <Text size="sm" c="dimmed">
      {sentence}
    </Text>
  );
}

function Countries({ shares }: { shares: Shares }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const choose = (key: string) => setChosen(key === chosen ? null : key);
  return (
    <div className={css.excess}>
      <Suspense fallback={<Skeleton height={mapHeightPx} radius="md" />}>
        <ExcessMap shares={shares.shares} chosen={chosen} choose={choose} />
      </Suspense>
      <ExcessBars shares={shares} chosen={chosen} choose={choose} />
    </div>
  );
}
