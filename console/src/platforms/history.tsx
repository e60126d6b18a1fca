import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import css from "../incidents/incidents.module.css";
import { Loaded } from "../parts/loaded.tsx";
import { Panel } from "../parts/page.tsx";
import { State } from "../parts/states.tsx";
import { At } from "../parts/when.tsx";
import { assessmentsQuery } from "../queries.ts";
import { useWords } from "../words.ts";

/** Every change of opinion, newest first. */
export function History({ id }: { id: string }) {
  const { t, percent, pick } = useWords();
  const query = useQuery(assessmentsQuery(id));
  return (
    <Panel title={t("platform.history")}>
      <Loaded query={query}>
        {({ assessments }) =>
          assessments.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t("platform.noWord")}
            </Text>
          ) : (
            <ol className={css.timeline} tabIndex={0} aria-label={t("platform.history")}>
              {assessments.map((assessment) => (
                <li className={css.entry} key={`${assessment.at} ${assessment.level}`}>
                  <span className={css.clock}>
                    <At at={assessment.at} />
                  </span>
                  <Stack gap={2} align="flex-start">
                    <State kind="level" state={assessment.level} size="sm" />
                    <Text size="xs" c="dimmed">
                      {pick(assessment.classText)} ·{" "}
                      {t("assessment.confidence", { percent: percent(assessment.confidence) })}
                    </Text>
                  </Stack>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Panel>
  );
}
