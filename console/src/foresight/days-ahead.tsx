import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CalendarDays } from "lucide-react";
import { useId, useState } from "react";
import { ButtonLink, TextLink } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { useWords } from "../words.ts";
import { fullDay } from "./days.ts";
import css from "./foresight.module.css";
import { LevelMark } from "./marks.tsx";
import { type DayRisk, type Risk, riskQuery } from "./queries.ts";
import { Days, Why } from "./week.tsx";

const ranks: Record<DayRisk["level"], number> = { low: 0, elevated: 1, high: 2 };

/** The days ahead over all platforms; a day tells on demand who stands out, and why. */
export function DaysAhead() {
  const { t } = useWords();
  const query = useQuery(riskQuery);
  return (
    <Panel
      title={t("foresight.title")}
      hint={t("foresight.hint")}
      actions={
        <ButtonLink
          to="/calendar"
          size="xs"
          variant="default"
          leftSection={<CalendarDays aria-hidden size={14} />}
        >
          {t("nav.calendar")}
        </ButtonLink>
      }
    >
      <Loaded query={query} height={160}>
        {({ platforms }) => <Overall platforms={platforms} />}
      </Loaded>
    </Panel>
  );
}

function Overall({ platforms }: { platforms: Risk[] }) {
  const { t } = useWords();
  const id = useId();
  const [chosen, choose] = useState<string | null>(null);
  const days = worstDays(platforms);
  const stands = days.some(({ level }) => level !== "low");
  return (
    <Stack gap="xs">
      <Days days={days} chosen={chosen} choose={choose} controls={id} />
      {stands ? null : <Text size="sm">{t("foresight.calm")}</Text>}
      <div id={id}>{chosen === null ? null : <OneDay date={chosen} platforms={platforms} />}</div>
    </Stack>
  );
}

/** Each day as the platform that stands out most has it. */
function worstDays(platforms: readonly Risk[]): Pick<DayRisk, "date" | "level">[] {
  const [first] = platforms;
  return (first?.days ?? []).map(({ date }, index) => {
    const levels = platforms.flatMap(({ days }) => days[index]?.level ?? []);
    return { date, level: levels.reduce((a, b) => (ranks[b] > ranks[a] ? b : a), "low") };
  });
}

function OneDay({ date, platforms }: { date: string; platforms: Risk[] }) {
  const { t, language } = useWords();
  const seen = platforms.flatMap((risk) => {
    const day = risk.days.find((each) => each.date === date);
    return day ? [{ risk, day }] : [];
  });
  const above = seen
    .filter(({ day }) => day.level !== "low")
    .sort((a, b) => ranks[b.day.level] - ranks[a.day.level]);
  const calm = seen.filter(({ day }) => day.level === "low").map(({ risk }) => risk.name);
  return (
    <Stack gap="xs" pt={4}>
      <Text size="sm" fw={600}>
        {fullDay(date, language)}
      </Text>
      {above.length > 0 ? (
        <ul className={css.list}>
          {above.map(({ risk, day }) => (
            <PlatformDay key={risk.id} risk={risk} day={day} />
          ))}
        </ul>
      ) : null}
      {calm.length > 0 ? (
        <Text size="sm" c="dimmed">
          {t("foresight.nothing", { names: calm.join(", ") })}
        </Text>
      ) : null}
    </Stack>
  );
}

function PlatformDay({ risk, day }: { risk: Risk; day: DayRisk }) {
  const { t } = useWords();
  return (
    <li className={css.platform}>
      <details className={css.why}>
        <summary>
          <strong>{risk.name}</strong> <LevelMark level={day.level} />
        </summary>
        <Stack gap={6} pt={6} ps="md">
          <Why day={day} history={risk.history} />
          <TextLink to="/platforms/$id" params={{ id: risk.id }} size="sm">
            {t("foresight.more", { name: risk.name })}
          </TextLink>
        </Stack>
      </details>
    </li>
  );
}
