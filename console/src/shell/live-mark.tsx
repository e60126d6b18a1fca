import { Badge } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Radio, RefreshCw } from "lucide-react";
import { useLiveState } from "../live.ts";
import { duration, useNow } from "../times.ts";
import { useWords } from "../words.ts";

/** Past this, what is on screen is called old even if the line seems open. */
const oldMs = 60_000;

/** Whether the screen keeps up with the server, and how old the newest answer on it is. */
export function LiveMark() {
  const { t, language } = useWords();
  const state = useLiveState();
  const now = useNow();
  const newest = useNewestAnswer();
  const age = newest === 0 ? 0 : Math.max(0, now - newest);
  const live = state === "live" && age < oldMs;
  const Icon = live ? Radio : RefreshCw;
  const word = live ? t("live.live") : t(state === "connecting" ? "live.connecting" : "live.lost");
  const aged = t("live.age", { age: duration(age, language) });
  return (
    <Badge
      title={aged}
      variant="light"
      size="lg"
      tt="none"
      color={live ? "teal" : "orange"}
      leftSection={<Icon aria-hidden size={14} />}
    >
      {live ? word : `${word} · ${duration(age, language)}`}
    </Badge>
  );
}

function useNewestAnswer(): number {
  const cache = useQueryClient().getQueryCache();
  return Math.max(0, ...cache.getAll().map((query) => query.state.dataUpdatedAt));
}
