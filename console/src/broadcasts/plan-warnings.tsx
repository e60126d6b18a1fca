import { Alert, Button, Stack, Text } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { useMoney } from "../parts/money.ts";
import { duration } from "../times.ts";
import type { Plan, PlanWarning } from "../types.ts";
import { type Language, useWords } from "../words.ts";

/** Letters without accents for the SMS of a language: whether that was chosen, and choosing it. */
export type PlainOffer = { isTaken(language: Language): boolean; take(language: Language): void };

type PlanWarningsProps = { plan: Plan; frozen: boolean; plain?: PlainOffer | undefined };

/** What the plan found that somebody should know before it is approved. */
export function PlanWarnings({ plan, frozen, plain }: PlanWarningsProps) {
  const { t } = useWords();
  const told = useWarning(plan);
  const warnings = plan.warnings.filter((one) => {
    const language = plainable(one);
    return language === null || plain?.isTaken(language) !== true;
  });
  if (warnings.length === 0) return null;
  return (
    <Alert
      color="orange"
      icon={<TriangleAlert aria-hidden />}
      title={t(frozen ? "plan.warned" : "plan.warnings")}
    >
      <Stack gap={4} component="ul" m={0} pl="md">
        {warnings.map((warning) => (
          <Text key={JSON.stringify(warning)} size="sm" component="li">
            {told(warning)}
            {plain ? <TakePlain warning={warning} plain={plain} /> : null}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}

const plainable = ({ code, language }: PlanWarning): Language | null =>
  code === "costly-letters" && (language === "fr" || language === "en") ? language : null;

function TakePlain({ warning, plain }: { warning: PlanWarning; plain: PlainOffer }) {
  const { t } = useWords();
  const language = plainable(warning);
  if (language === null) return null;
  return (
    <Button
      display="block"
      mt={4}
      size="compact-xs"
      variant="default"
      onClick={() => plain.take(language)}
    >
      {t("plan.takePlain", { language: t(`languageInText.${language}`) })}
    </Button>
  );
}

function useWarning(plan: Plan): (warning: PlanWarning) => string {
  const { t, number, language } = useWords();
  const money = useMoney();
  const currency = plan.budget?.currency ?? "EUR";
  const channelOf = (id: unknown) =>
    plan.perChannel.find(({ channelId }) => channelId === id)?.name ?? "";
  return ({ code, ...facts }) => {
    const { language: spoken, durationSeconds: seconds, people, missing, left } = facts;
    const { leftCents, needsCents, state, quality, days, of, waiting, channels } = facts;
    const { lifetimeSeconds, patienceSeconds } = facts;
    const spanOf = (of: number) => duration(of * 1000, language);
    // Plans of before the offer do not know how short it would be.
    const known = typeof facts["plainSegments"] === "number" ? "costly-plain" : code;
    const kind = typeof of === "string" ? `${code}.${of}` : known;
    return t(`plan.warning.${kind}`, {
      ...facts,
      channel: channelOf(facts["channelId"]),
      ...(typeof spoken === "string" ? { language: t(`languageInText.${spoken}`) } : {}),
      ...(typeof seconds === "number" ? { duration: duration(seconds * 1000, language) } : {}),
      ...(typeof lifetimeSeconds === "number" ? { lifetime: spanOf(lifetimeSeconds) } : {}),
      ...(typeof patienceSeconds === "number" ? { patience: spanOf(patienceSeconds) } : {}),
      ...(typeof people === "number" ? { count: people, people: number(people) } : {}),
      ...(typeof missing === "number" ? { count: missing, missing: number(missing) } : {}),
      ...(typeof left === "number" ? { left: number(left) } : {}),
      ...(typeof days === "number" ? { count: days } : {}),
      ...(typeof leftCents === "number" ? { left: money(leftCents, currency) } : {}),
      ...(typeof needsCents === "number" ? { needs: money(needsCents, currency) } : {}),
      ...(typeof state === "string" ? { state: t(`template.state.${state}`) } : {}),
      ...(typeof quality === "string" ? { quality: t(`template.quality.${quality}`) } : {}),
      ...(typeof waiting === "number" ? { waiting: number(waiting) } : {}),
      ...(Array.isArray(channels) ? { channels: channels.map(channelOf).join(", ") } : {}),
      ...(Array.isArray(facts["names"]) ? { names: facts["names"].join(", ") } : {}),
      defaultValue: code,
    });
  };
}
