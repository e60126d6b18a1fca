import { useEffect, useSyncExternalStore } from "react";
import { queryClient } from "./queries.ts";
import { setPresent } from "./times.ts";

export type LiveState = "connecting" | "live" | "reconnecting";

const gatherMs = 400;
const reopenMs = 3_000;

/** Which answers change when something happens to a kind of thing. */
const touched: Record<string, readonly string[]> = {
  incident: ["incidents", "platforms", "broadcasts"],
  task: ["incidents"],
  run: ["incidents"],
  playbook: ["incidents", "playbooks"],
  announcement: ["incidents", "posts"],
  outlet: ["outlets"],
  post: ["posts", "outlets"],
  assessment: ["platforms", "incidents"],
  platform: ["platforms"],
  source: ["platforms", "sources"],
  faq: ["faq"],
  forum: ["forums"],
  poll: ["polls"],
  ticket: ["tickets"],
  comment: ["comments", "platforms"],
  broadcast: ["broadcasts", "incidents"],
  channel: ["channels", "broadcasts"],
  contact: ["contacts", "segments"],
  "contact-import": ["contacts", "segments"],
  segment: ["segments"],
  tester: ["testers"],
  "contact-point": ["contact-points"],
  maintenance: ["maintenances", "contact-points"],
  page: ["pages"],
  "calendar-entry": ["calendar", "risk"],
  account: ["accounts"],
  organisation: ["organisation", "session"],
};

let state: LiveState = "connecting";
const watchers = new Set<() => void>();
const waiting = new Set<string>();
let gathering: ReturnType<typeof setTimeout> | undefined;

/** Keeps one stream of changes open while the crisis room is on screen. */
export function useLiveStream(): void {
  useEffect(() => openStream(), []);
}

export const useLiveState = () =>
  useSyncExternalStore(
    (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    () => state,
  );

function openStream(): () => void {
  let closed = false;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let stream = connect();

  function connect(): EventSource {
    const source = new EventSource("/api/live");
    source.onopen = () => {
      // What happened while we were away was not told to us: everything on screen is asked anew.
      if (state === "reconnecting") void queryClient.invalidateQueries();
      turn("live");
    };
    source.onerror = () => {
      turn("reconnecting");
      // The browser retries by itself unless the server answered with an error page.
      if (source.readyState === EventSource.CLOSED && !closed) {
        clearTimeout(reopening);
        reopening = setTimeout(() => {
          stream = connect();
        }, reopenMs);
      }
    };
    source.addEventListener("change", (event) => heard(event.data));
    source.addEventListener("clock", (event) => setPresent(Number(event.data)));
    source.addEventListener("progress", () => refresh(["broadcasts"]));
    return source;
  }

  return () => {
    closed = true;
    clearTimeout(reopening);
    stream.close();
    turn("connecting");
  };
}

function heard(data: string): void {
  const kind = kindOf(data);
  refresh(["events", ...(kind === null ? [] : (touched[kind.replaceAll("_", "-")] ?? []))]);
}

function kindOf(data: string): string | null {
  try {
    const change: { subject?: { kind?: string } } = JSON.parse(data);
    return change.subject?.kind ?? null;
  } catch {
    return null;
  }
}

/** A burst of events asks once. */
function refresh(resources: readonly string[]): void {
  for (const resource of resources) waiting.add(resource);
  gathering ??= setTimeout(() => {
    gathering = undefined;
    const now = [...waiting];
    waiting.clear();
    for (const resource of now) void queryClient.invalidateQueries({ queryKey: [resource] });
  }, gatherMs);
}

function turn(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const changed of watchers) changed();
}
