import { queryOptions } from "@tanstack/react-query";
import type { FaqVersionView, FaqView } from "../../../src/http/api/faq.ts";
import type { TicketsView } from "../../../src/http/api/tickets.ts";
import type { TicketDetailView, TicketView } from "../../../src/http/api/views/ticket.ts";
import { api } from "../api.ts";
import type { May } from "../types.ts";

export type Faq = FaqView;
export type FaqText = NonNullable<FaqView["texts"]["fr"]>;
export type FaqVersion = FaqVersionView;
export type Ticket = TicketView;
export type TicketDetail = TicketDetailView;
export type TicketState = TicketView["state"];

const refreshMs = 20_000;

export const faqQuery = queryOptions({
  queryKey: ["faq"],
  queryFn: () => api.get<{ entries: Faq[]; may: May }>("/faq"),
  refetchInterval: refreshMs,
});

export const faqVersionsQuery = (id: string) =>
  queryOptions({
    queryKey: ["faq", id, "versions"],
    queryFn: () => api.get<{ versions: FaqVersion[] }>(`/faq/${id}/versions`),
  });

export const ticketsQuery = (state: TicketState) =>
  queryOptions({
    queryKey: ["tickets", state],
    queryFn: () => api.get<TicketsView>("/tickets", { state }),
    refetchInterval: refreshMs,
  });

export const ticketQuery = (id: string) =>
  queryOptions({
    queryKey: ["tickets", "one", id],
    queryFn: () => api.get<TicketDetail>(`/tickets/${id}`),
    refetchInterval: refreshMs,
  });
