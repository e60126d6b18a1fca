import { queryOptions } from "@tanstack/react-query";
import { api } from "./api.ts";
import type * as View from "./types.ts";

const refreshMs = 20_000;
const soonMs = 1_500;
const countedMs = 5 * 60_000;

/** What was tried of a broadcast before it is sent. */
export const trialsQuery = (id: number) =>
  queryOptions({
    queryKey: ["broadcasts", id, "trials"],
    queryFn: () =>
      api.get<{ dryRun: View.DryRun | null; tests: View.TestMessage[] }>(
        `/broadcasts/${id}/trials`,
      ),
    // No event is told of each message: while one is on its way, the server is asked again.
    refetchInterval: ({ state: { data } }) => {
      const isOpen = data?.dryRun?.state === "waiting" || data?.dryRun?.state === "running";
      return isOpen || data?.tests.some(({ state }) => state !== "done") ? soonMs : refreshMs;
    },
  });

export const testersQuery = queryOptions({
  queryKey: ["testers"],
  queryFn: () =>
    api.get<{ own: { kind: string; address: string }[]; testers: View.Tester[]; may: View.May }>(
      "/testers",
    ),
  refetchInterval: ({ state: { data } }) =>
    data?.testers.some(({ state }) => state === "queued" || state === "sending")
      ? soonMs
      : refreshMs,
});

/** Many people are counted now and then, so it is not asked for again with each event. */
export const reachOverviewQuery = queryOptions({
  queryKey: ["reachability"],
  queryFn: () =>
    api.get<{
      people: number;
      none: number;
      several: number;
      single: { domain: string; people: number }[];
      countedAt: string;
    }>("/contacts/reachability"),
  staleTime: countedMs,
});

export const personReachQuery = (id: number) =>
  queryOptions({
    queryKey: ["contacts", "one", id, "reachability"],
    queryFn: () => api.get<View.Reachability>(`/contacts/${id}/reachability`),
  });

/** The draft that asks people for a second way, and whom it means. */
export const secondWayQuery = (only: string) =>
  queryOptions({
    queryKey: ["second-way", only],
    queryFn: () =>
      api.get<{
        title: { fr: string; en: string };
        texts: View.MessageTexts;
        question: View.Question;
        asks: View.Asks;
      }>("/contacts/second-way", only === "one" ? {} : { only }),
    staleTime: Number.POSITIVE_INFINITY,
  });
