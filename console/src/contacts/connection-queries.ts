import { queryOptions } from "@tanstack/react-query";
import type { PreviewView } from "../../../src/http/api/contact-pulls.ts";
import type {
  HookView,
  OfflineSendingView,
  PullView,
} from "../../../src/http/api/views/connection.ts";
import { api } from "../api.ts";
import type { May } from "../types.ts";

export type Pull = PullView;
export type Hook = HookView;
export type Preview = PreviewView;
export type OfflineSending = OfflineSendingView;

const refreshMs = 10_000;

export const pullsQuery = queryOptions({
  queryKey: ["contact-pulls"],
  queryFn: () => api.get<{ pulls: Pull[]; may: May }>("/contact-pulls"),
  refetchInterval: refreshMs,
});

export const hooksQuery = queryOptions({
  queryKey: ["contact-hooks"],
  queryFn: () => api.get<{ hooks: Hook[]; may: May }>("/contact-hooks"),
  refetchInterval: refreshMs,
});

export const offlineQuery = queryOptions({
  queryKey: ["offline-sendings"],
  queryFn: () => api.get<{ sendings: OfflineSending[] }>("/offline-sendings"),
});
