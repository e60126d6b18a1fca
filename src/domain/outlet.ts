import type { Language } from "./language.ts";

/** The networks on which we speak to everybody at once. */
export const NETWORKS = [
  "x",
  "mastodon",
  "bluesky",
  "facebook-page",
  "telegram-channel",
  "wordpress",
] as const;
export type Network = (typeof NETWORKS)[number];

/** Where the card under a post comes from: the network draws it from our page, or we send it along. */
export const CARD_KINDS = ["drawn", "sent", "none"] as const;
export const CARDS: Record<Network, (typeof CARD_KINDS)[number]> = {
  x: "drawn",
  mastodon: "drawn",
  // What is posted over its API shows the card that comes with it.
  bluesky: "sent",
  "facebook-page": "drawn",
  "telegram-channel": "drawn",
  // An article is a page itself.
  wordpress: "none",
};

/** What stands on a card that we send along: no more than the post says or the page shows. */
export type Card = { title: string; description: string };

export type OutletMode = "automatic" | "ask";
export type PostState =
  | "asked" //   a person presses a button first
  | "waiting" // for its time
  | "sending" // committed; the network may have it
  | "unknown" // it may stand there: we look, then a person does
  | "told"
  | "failed"
  | "dropped"; // newer words took its place
export type PostWhat = "said" | "withdrawn";

/** Words that somebody wrote for one network; where there are none, ours are made. */
export type OwnWords = { [N in Network]?: { [L in Language]?: string | undefined } | undefined };

/** What one try on a network came to. */
export type Spoken =
  | { kind: "said"; id: string | null; url: string | null }
  /** What was to be changed is not there any more. */
  | { kind: "gone" }
  | { kind: "unknown"; why: string }
  | { kind: "throttled"; waitMs: number | null }
  | { kind: "unreachable"; why: string }
  | { kind: "rejected"; why: string }
  | { kind: "misconfigured"; why: string };

/** What looking at the network came to. */
export type Looked =
  | { kind: "found"; id: string; url: string | null }
  | { kind: "absent" }
  | { kind: "blind"; why: string };

export type PostNews = {
  state: PostState;
  reason: string | null;
  why: string | null;
  dueAt: number | null;
  remote?: { id: string | null; url: string | null };
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** A network that stays away for half a day is told by a person. */
export const TRIES_MAX = 20;
const PAUSE_MAX_MS = 30 * MINUTE_MS;
const LOOK_MS = 5 * SECOND_MS;
const LOOKS_MAX = 6;

type Scene = {
  try: number;
  /** Whether the network shows us what we said there. */
  canLook: boolean;
  /** Whether the same request twice is the same as once: a change, or a key that it honours. */
  safeAgain: boolean;
  now: number;
};

/** What becomes of a line after a try. The same words are never said twice for want of an answer. */
export function afterSaying(spoken: Spoken, scene: Scene): PostNews {
  switch (spoken.kind) {
    case "said":
      return { ...told, remote: { id: spoken.id, url: spoken.url } };
    case "gone":
      return { state: "waiting", reason: "gone", why: null, dueAt: scene.now };
    case "throttled":
      return again(
        scene,
        "throttled",
        null,
        Math.max(spoken.waitMs ?? pauseOf(scene.try), SECOND_MS),
      );
    case "unreachable":
      return again(scene, "unreachable", spoken.why, pauseOf(scene.try));
    case "unknown":
      if (scene.safeAgain) return again(scene, "unknown", spoken.why, pauseOf(scene.try));
      return {
        state: "unknown",
        reason: "unknown",
        why: spoken.why,
        // A network that neither shows it nor takes it again is for a person in the end.
        dueAt: scene.canLook && scene.try < TRIES_MAX ? scene.now + LOOK_MS : null,
      };
    case "rejected":
    case "misconfigured":
      return { state: "failed", reason: spoken.kind, why: spoken.why, dueAt: null };
    default:
      return spoken satisfies never;
  }
}

/** What becomes of a line of which nobody knew whether it stands there, after a look. */
export function afterLooking(looked: Looked, scene: { try: number; now: number }): PostNews {
  switch (looked.kind) {
    case "found":
      return { ...told, remote: { id: looked.id, url: looked.url } };
    case "absent":
      return { state: "waiting", reason: "unknown", why: null, dueAt: scene.now };
    case "blind": {
      const dueAt = scene.try < LOOKS_MAX ? scene.now + LOOK_MS * 2 ** scene.try : null;
      return { state: "unknown", reason: "unknown", why: looked.why, dueAt };
    }
    default:
      return looked satisfies never;
  }
}

const told: PostNews = { state: "told", reason: null, why: null, dueAt: null };

function again(scene: Scene, reason: string, why: string | null, waitMs: number): PostNews {
  if (scene.try >= TRIES_MAX) return { state: "failed", reason, why, dueAt: null };
  return { state: "waiting", reason, why, dueAt: scene.now + waitMs };
}

const pauseOf = (tries: number): number => Math.min(PAUSE_MAX_MS, 2 * SECOND_MS * 2 ** tries);
