import { QueryClient, queryOptions } from "@tanstack/react-query";
import { ApiError, api, rememberCsrf } from "./api.ts";
import type * as View from "./types.ts";
import { preferLanguage } from "./words.ts";

const staleMs = 5_000;
/** Live events refresh what is on screen; this only bounds how old it gets if they stop coming. */
const refreshMs = 20_000;
const triesMax = 2;
const patientCodes = 500;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: staleMs,
      retry: (failed, cause) =>
        failed < triesMax && cause instanceof ApiError && isPassing(cause.status),
    },
  },
});

const isPassing = (status: number) => status === 0 || status >= patientCodes;

/** Answers are asked for anew by the first word of their key, so each key starts with a resource. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async () => {
    const session = await api.get<View.Session>("/session");
    rememberCsrf(session.csrf);
    // The training organisation is nobody's yet: there the browser's language is the better guess.
    if (session.organisation.mode === "live") await preferLanguage(session.me.language);
    return session;
  },
  staleTime: refreshMs,
});

const live = <T>(queryKey: readonly unknown[], queryFn: () => Promise<T>) =>
  queryOptions({ queryKey, queryFn, refetchInterval: refreshMs });

export const platformsQuery = live(["platforms"], () =>
  api.get<{ platforms: View.Platform[]; may?: View.May }>("/platforms"),
);

export const platformQuery = (id: string) =>
  live(["platforms", id], () =>
    api.get<{
      platform: View.Platform;
      assessment: View.Assessment | null;
      sources: View.Source[];
      openIncidentId: string | null;
    }>(`/platforms/${id}`),
  );

export const seriesQuery = (id: string, minutes: number) =>
  live(["platforms", id, "series", minutes], () => {
    const to = Date.now();
    const from = to - minutes * 60_000;
    return api.get<{ points: View.Point[] }>(`/platforms/${id}/series`, {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    });
  });

/** The chart of an incident: from a while before it began until it ended (or now). */
export const incidentSeriesQuery = (id: string, span: { from: string; to: string | null }) =>
  live(["platforms", id, "series", span.from, span.to], () =>
    api.get<{ points: View.Point[] }>(`/platforms/${id}/series`, {
      from: span.from,
      to: span.to ?? new Date().toISOString(),
    }),
  );

export const assessmentsQuery = (id: string) =>
  live(["platforms", id, "assessments"], () =>
    api.get<{ assessments: View.Assessment[] }>(`/platforms/${id}/assessments`, { limit: 30 }),
  );

export const sensorsQuery = queryOptions({
  queryKey: ["sensors"],
  queryFn: () => api.get<{ sensors: View.Description[] }>("/sensors"),
  staleTime: Number.POSITIVE_INFINITY,
});

export const sourcesQuery = live(["sources"], () =>
  api.get<{ sources: View.Source[]; may?: View.May }>("/sources"),
);

export const incidentsQuery = (scope: "open" | "all") =>
  live(["incidents", scope], () =>
    api.get<{ incidents: View.Incident[]; may?: View.May }>("/incidents", { scope }),
  );

export const incidentQuery = (id: string) =>
  live(["incidents", "one", id], () => api.get<View.IncidentDetail>(`/incidents/${id}`));

export const incidentEventsQuery = (id: string) =>
  live(["incidents", "one", id, "events"], () =>
    api.get<{ events: View.LiveEvent[] }>(`/incidents/${id}/events`),
  );

export const eventsQuery = (limit: number) =>
  live(["events", limit], () => api.get<{ events: View.LiveEvent[] }>("/events", { limit }));

export const broadcastsQuery = live(["broadcasts"], () =>
  api.get<{ broadcasts: View.Broadcast[]; may?: View.May }>("/broadcasts"),
);

export const broadcastQuery = (id: number) =>
  live(["broadcasts", id], () => api.get<View.BroadcastDetail>(`/broadcasts/${id}`));

export const deliveriesQuery = (id: number, show: string, cursor?: string) =>
  live(["broadcasts", id, "deliveries", show, cursor], () =>
    api.get<{ deliveries: View.Delivery[]; next: string | number | null }>(
      `/broadcasts/${id}/deliveries`,
      { show, cursor },
    ),
  );

export const repliesQuery = (id: number) =>
  live(["broadcasts", id, "replies"], () =>
    api.get<{ replies: View.Reply[] }>(`/broadcasts/${id}/replies`),
  );

export type ContactSearch = { query?: string; language?: string; cursor?: string };
export const contactsQuery = (search: ContactSearch) =>
  live(["contacts", search], () =>
    api.get<{
      contacts: View.Contact[];
      next: string | number | null;
      total: number;
      may?: View.May;
    }>("/contacts", { ...search, limit: 50 }),
  );

export const segmentsQuery = live(["segments"], () =>
  api.get<{ segments: View.Segment[]; may?: View.May }>("/segments"),
);

export const segmentCountQuery = (question: View.Question) =>
  queryOptions({
    queryKey: ["segments", "count", question],
    queryFn: () => api.post<View.SegmentCount>("/segments/count", { question }),
  });

export const transportsQuery = queryOptions({
  queryKey: ["transports"],
  queryFn: () => api.get<{ transports: View.Description[] }>("/transports"),
  staleTime: Number.POSITIVE_INFINITY,
});

export const channelsQuery = live(["channels"], () =>
  api.get<{ channels: View.Channel[]; may?: View.May }>("/channels"),
);

export const accountsQuery = live(["accounts"], () =>
  api.get<{ accounts: View.Account[]; may?: View.May }>("/accounts"),
);

export const organisationQuery = live(["organisation"], () =>
  api.get<View.Organisation>("/organisation"),
);

export const contactPointsQuery = live(["contact-points"], () =>
  api.get<{ contactPoints: View.ContactPoint[]; may?: View.May }>("/contact-points"),
);

export const auditQuery = queryOptions({
  queryKey: ["audit"],
  queryFn: () => api.get<{ sealed: number; brokenAt: number | null }>("/audit"),
});
