import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../api.ts";
import type { Check, LintFinding } from "../types.ts";
import { bodyOf, type Draft } from "./draft.ts";

const pauseMs = 400;

/** What the server finds wrong with the draft, and how it would read on each outlet. */
export function useCheck(draft: Draft, incidentId: string) {
  const [settled] = useDebouncedValue(draft, pauseMs);
  const body = bodyOf(settled);
  return useQuery({
    queryKey: ["announcement-check", incidentId, body],
    queryFn: () => api.post<Check>(`/incidents/${incidentId}/announcement-check`, body),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export const warningsIn = (findings: readonly LintFinding[]) =>
  findings.filter(({ level }) => level === "warning");
