import { queryOptions } from "@tanstack/react-query";
import type {
  DayRiskView,
  EntryView,
  FeedLagView,
  FeedRecordView,
  RiskView,
} from "../../../src/http/api/views/foresight.ts";
import { api } from "../api.ts";
import type { May } from "../types.ts";

export type Risk = RiskView;
export type DayRisk = DayRiskView;
export type FeedLag = FeedLagView;
export type FeedRecord = FeedRecordView;
export type Entry = EntryView;

/** Days change slowly, and lags by the minute. */
const refreshMs = 60_000;

const slow = <T>(queryKey: readonly unknown[], queryFn: () => Promise<T>) =>
  queryOptions({ queryKey, queryFn, refetchInterval: refreshMs });

export const riskQuery = slow(["risk"], () => api.get<{ platforms: Risk[] }>("/risk"));

export const platformRiskQuery = (id: string) =>
  slow(["risk", id], () => api.get<Risk>(`/platforms/${id}/risk`));

export const feedRecordsQuery = (id: string) =>
  slow(["platforms", id, "feed-lags"], () =>
    api.get<{ days: number; feeds: FeedRecord[]; lags: FeedLag[] }>(`/platforms/${id}/feed-lags`),
  );

export const incidentLagsQuery = (id: string) =>
  slow(["incidents", "one", id, "feed-lags"], () =>
    api.get<{ lags: FeedLag[] }>(`/incidents/${id}/feed-lags`),
  );

export const calendarQuery = slow(["calendar"], () =>
  api.get<{ entries: Entry[]; builtInVersion: number; may?: May }>("/calendar"),
);
