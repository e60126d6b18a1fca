import { Group, Stack, Text } from "@mantine/core";
import { useId, useState } from "react";
import { useWords } from "../words.ts";
import { fullDay, shortDay } from "./days.ts";
import css from "./foresight.module.css";
import { LevelMark, levelLooks } from "./marks.tsx";
import type { DayRisk, Risk } from "./queries.ts";

/** The seven days of one platform; the chosen one tells why it is what it is. */
export function Week({ risk }: { risk: Risk }) {
  const id = useId();
  const { language } = useWords();
  const [chosen, choose] = useState<string | null>(risk.days[0]?.date ?? null);
  const day = risk.days.find(({ date }) => date === chosen);
  return (
    <Stack gap="xs">
      <Days days={risk.days} chosen={chosen} choose={choose} controls={id} />
      <div id={id}>
        {day ? (
          <Stack gap={6}>
            <Group gap="xs">
              <Text size="sm" fw={600}>
                {fullDay(day.date, language)}
              </Text>
              <LevelMark level={day.level} />
            </Group>
            <Why day={day} history={risk.history} />
          </Stack>
        ) : null}
      </div>
    </Stack>
  );
}

type DaysProps = {
  days: readonly Pick<DayRisk, "date" | "level">[];
  chosen: string | null;
  choose: (date: string | null) => void;
  controls: string;
};

/** Seven days side by side, or below one another where there is no room: a shape and a word each. */
export function Days({ days, chosen, choose, controls }: DaysProps) {
  const { t, language } = useWords();
  return (
    <div className={css.room}>
      <ul className={css.week}>
        {days.map(({ date, level }, ahead) => {
          const { icon: Icon } = levelLooks[level];
          return (
            <li key={date}>
              <button
                type="button"
                className={css.day}
                data-level={level}
                aria-expanded={date === chosen}
                aria-controls={controls}
                onClick={() => choose(date === chosen ? null : date)}
              >
                <span>{ahead === 0 ? t("foresight.today") : shortDay(date, language)}</span>
                <Icon aria-hidden size={18} />
                <span className={css.word}>{t(`foresight.level.${level}`)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** How likely, and what makes it so. */
export function Why({ day, history }: { day: DayRisk; history: Risk["history"] }) {
  const { pick } = useWords();
  return (
    <Stack gap={6}>
      <Text size="sm">
        <Chance day={day} history={history} />
      </Text>
      <ul className={css.list}>
        {day.reasons.map((reason) => (
          <li key={`${reason.code} ${pick(reason.text)}`} className={css.reason}>
            <span>{pick(reason.text)}</span>
            <Times factor={reason.factor} />
          </li>
        ))}
      </ul>
    </Stack>
  );
}

/** How likely, with how unsure we are; or that we do not know yet. */
function Chance({ day, history }: { day: DayRisk; history: Risk["history"] }) {
  const { t } = useWords();
  const told = usePercent();
  const { probability } = day;
  if (probability === null) return t("foresight.unknown", { count: history.days });
  const { expected, low, high } = probability;
  return t("foresight.chance", { expected: told(expected), low: told(low), high: told(high) });
}

/** Small chances differ by tenths. */
function usePercent(): (share: number) => string {
  const { language, number } = useWords();
  const space = language === "fr" ? "\u00a0" : "";
  return (share) => `${number(share * 100, share < 0.1 ? 1 : 0)}${space}%`;
}

function Times({ factor }: { factor: number }) {
  const { t, number } = useWords();
  const value = number(factor, 2);
  return <span title={t("foresight.factorHint", { factor: value })}>×&nbsp;{value}</span>;
}
