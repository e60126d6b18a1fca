import { QueryClient, queryOptions } from "@tanstack/react-query";
import { ApiError, api, rememberCsrf } from "./api.ts";
import { present } from "./times.ts";
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
  live(["platforms", id], () => api.get<View.PlatformDetail>(`/platforms/${id}`));

/** The last minutes, or from one moment to another; no end means until now. */
export type Shown = { minutes: number } | { from: string; to: string | null };

const edgesOf = (shown: Shown): { from: string; to: string } => {
  const now = new Date(present());
  if ("from" in shown) return { from: shown.from, to: shown.to ?? now.toISOString() };
  const from = new Date(now.getTime() - shown.minutes * 60_000);
  return { from: from.toISOString(), to: now.toISOString() };
};

/** The counts of one stream of a platform; its reports unless another one is named. */
export const seriesQuery = (id: string, shown: Shown, stream?: string) =>
  live(["platforms", id, "series", shown, stream], () =>
    api.get<View.Series>(`/platforms/${id}/series`, { ...edgesOf(shown), stream }),
  );

export type Dimension = View.Shares["by"];
export const sharesQuery = (id: string, shown: Shown, by: Dimension) =>
  live(["platforms", id, "shares", by, shown], () =>
    api.get<View.Shares>(`/platforms/${id}/shares`, { ...edgesOf(shown), by }),
  );

export type ChangeSearch = { from?: string; to?: string; before?: number; limit: number };
export const changesQuery = (id: string, search: ChangeSearch) =>
  live(["platforms", id, "assessments", search], () =>
    api.get<{ assessments: View.Change[] }>(`/platforms/${id}/assessments`, search),
  );

export const commentsQuery = (state: View.Comment["state"]) =>
  live(["comments", state], () => api.get<View.Comments>("/report-comments", { state }));

export const sensorsQuery = queryOptions({
  queryKey: ["sensors"],
  queryFn: () => api.get<{ sensors: View.SensorDescription[] }>("/sensors"),
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

export const sendingQuery = live(["broadcasts", "sending"], () =>
  api.get<View.Sending>("/sending"),
);

export const safetyQuery = (id: number, show: "help" | "silent", by: string) =>
  live(["broadcasts", id, "safety", show, by], () =>
    api.get<{ people: View.SafetyLine[]; may: View.May }>(`/broadcasts/${id}/safety`, { show, by }),
  );

/** Counts everybody, so it is asked by the clock and not with every move of a number. */
export const safetyPlacesQuery = (id: number, by: string) =>
  live(["safety-places", id, by], () =>
    api.get<{ places: View.SafetyPlace[] }>(`/broadcasts/${id}/safety/places`, { by }),
  );

export type FollowUpChoice = { kind: "correction" | "all-clear"; rest: string };
export const followUpQuery = (id: number, choice: FollowUpChoice) =>
  queryOptions({
    queryKey: ["follow-up", id, choice],
    queryFn: () =>
      api.get<{ title: string; texts: View.MessageTexts; plan: View.Plan }>(
        `/broadcasts/${id}/follow-up`,
        choice,
      ),
  });

export type ContactSearch = {
  query?: string;
  language?: string;
  ways?: string;
  only?: string;
  cursor?: string;
};
export const contactsQuery = (search: ContactSearch) =>
  live(["contacts", search], () =>
    api.get<{
      contacts: View.ListedContact[];
      next: string | number | null;
      total: number;
      countedAt: string | null;
      may?: View.May;
    }>("/contacts", { ...search, limit: 50 }),
  );

export const segmentsQuery = live(["segments"], () =>
  api.get<{ segments: View.Segment[]; may?: View.May }>("/segments"),
);

/** People alone are counted in no time; by which ways they can be reached takes a moment. */
export const segmentCountQuery = (question: View.Question, ways: boolean) =>
  queryOptions({
    queryKey: ["segments", "count", question, ways],
    queryFn: () => api.post<View.SegmentCount>("/segments/count", { question, ways }),
  });

export const regionsQuery = queryOptions({
  queryKey: ["segments", "regions"],
  queryFn: () => api.get<{ regions: { name: string; people: number }[] }>("/segments/regions"),
});

export const suppressionsQuery = (search: { query?: string; cursor?: string }) =>
  live(["suppressions", search], () => api.get<View.Suppressions>("/suppressions", search));

export const transportsQuery = queryOptions({
  queryKey: ["transports"],
  queryFn: () => api.get<{ transports: View.Transport[] }>("/transports"),
  staleTime: Number.POSITIVE_INFINITY,
});

export const channelsQuery = live(["channels"], () =>
  api.get<{
    channels: View.Channel[];
    accounts?: View.AccountNote[];
    pauses?: View.ChannelPause[];
    shared?: View.SharedLimit[];
    templates?: View.MessageTemplate[];
    may?: View.May;
  }>("/channels"),
);

/** Under the channels: whatever renews these renews it, too. */
export const asideQuery = live(["channels", "aside"], () => api.get<View.Aside>("/set-aside"));

export const outletsQuery = live(["outlets"], () =>
  api.get<{ outlets: View.Outlet[]; may?: View.May }>("/outlets"),
);

export const networksQuery = queryOptions({
  queryKey: ["networks"],
  queryFn: () => api.get<{ networks: View.Network[] }>("/networks"),
});

export const postsQuery = (incidentId: string) =>
  live(["posts", incidentId], () =>
    api.get<{ posts: View.OutletPost[] }>(`/incidents/${incidentId}/posts`),
  );

export const accountsQuery = live(["accounts"], () =>
  api.get<{ accounts: View.Account[]; may: { create: boolean } }>("/accounts"),
);

export const organisationQuery = live(["organisation"], () =>
  api.get<View.Organisation>("/organisation"),
);

export const backupQuery = live(["backup"], () => api.get<View.Backup>("/backups/last"));

export const contactPointsQuery = live(["contact-points"], () =>
  api.get<{ contactPoints: View.ContactPoint[]; may?: View.May }>("/contact-points"),
);

export const playbooksQuery = live(["playbooks"], () =>
  api.get<{ playbooks: View.Playbook[] }>("/playbooks"),
);

export const auditQuery = queryOptions({
  queryKey: ["audit"],
  queryFn: () => api.get<View.Audit>("/audit"),
});

export const copiesQuery = live(["copies"], () => api.get<View.Copies>("/copies"));

export const embeddingQuery = live(["embedding"], () => api.get<View.Embedding>("/embedding"));

export const subscribersQuery = live(["subscribers"], () =>
  api.get<View.Subscribers>("/subscribers"),
);

export type SubscriberSearch = { kind?: string; page?: string; cursor?: number };
export const subscriberListQuery = (search: SubscriberSearch) =>
  live(["subscribers", "list", search], () =>
    api.get<{ subscribers: View.Subscriber[]; next: number | null }>("/subscribers/list", search),
  );

export const audienceQuery = (incidentId: string) =>
  live(["subscribers", "audience", incidentId], () =>
    api.get<View.Audience>(`/incidents/${incidentId}/audience`),
  );
