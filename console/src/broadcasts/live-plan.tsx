import { Box, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import { Failed } from "../parts/loaded.tsx";
import type { BroadcastInput, Plan } from "../types.ts";
import { useWords } from "../words.ts";
import { PlanView } from "./plan.tsx";
import type { PlainOffer } from "./plan-warnings.tsx";
import { UnreachableFile } from "./unreachable-file.tsx";

const pauseMs = 600;

/** The server's plan for what is written so far: it follows the writing at a short distance. */
export function LivePlan({ input, plain }: { input: BroadcastInput; plain: PlainOffer }) {
  const { t } = useWords();
  const [settled] = useDebouncedValue(input, pauseMs);
  const written = Object.values(settled.texts).some(({ body }) => body.trim() !== "");
  const asked = { ...settled, title: settled.title || t("broadcast.untitled") };
  const plan = useQuery({
    queryKey: ["plan", asked],
    queryFn: () => api.post<Plan | { plan: Plan }>("/broadcasts/plan", asked),
    enabled: written && (settled.cascade?.rungs.length ?? 0) > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (!written) {
    return (
      <Text size="sm" c="dimmed">
        {t("plan.waiting")}
      </Text>
    );
  }
  if (plan.isError) return <Failed cause={plan.error} />;
  if (!plan.data) return <Text size="sm">{t("plan.counting")}</Text>;
  return (
    <Box aria-busy={plan.isFetching}>
      <PlanView
        plan={"plan" in plan.data ? plan.data.plan : plan.data}
        file={<UnreachableFile of={settled} />}
        plain={plain}
      />
    </Box>
  );
}
