import { z } from "zod";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import type { Pieces, Wire } from "../lib/wire.ts";
import {
  createPatience,
  defineListener,
  type Listen,
  type Listened,
  type ListenMoment,
  mistaken,
  PIECE_LENGTH_MAX,
  readLine,
  refusedLine,
} from "./listener.ts";
import { asPost, hashtag, instanceAddress, MastodonPost, readPage } from "./mastodon-posts.ts";

/** The server says `:thump` every 15 seconds. */
const IDLE_MS = 40 * SECOND_MS;
/** A stream cannot be rewound: what was missed is read from the timeline, as far as this. */
const PAGES_MAX = 5;
const BACK_MAX_MS = 10 * MINUTE_MS;

const Instance = z.object({
  configuration: z.object({ urls: z.object({ streaming: z.string() }) }),
});

/** Listens to one hashtag, or to everything that an instance sees. Needs a token since 4.2. */
export const mastodonStream = defineListener({
  kind: "mastodon-stream",
  title: { fr: "Mastodon en direct", en: "Mastodon, live" },
  signalKind: "social",
  settings: z.object({
    url: instanceAddress,
    tag: z
      .union([z.literal(""), hashtag])
      .default("")
      .meta({
        label: { fr: "Mot-dièse", en: "Hashtag" },
        hint: {
          fr: "Un seul par source, par exemple whatsapp. Vide : tous les messages publics.",
          en: "One for each source, for example whatsapp. Empty: all public posts.",
        },
      }),
    token: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .meta({
        label: { fr: "Jeton", en: "Token" },
        hint: {
          fr: "D’une application de cette instance, avec le droit read:statuses.",
          en: "Of an application on this instance, with the scope read:statuses.",
        },
      }),
  }),
  secrets: ["token"],
  everyMs: MINUTE_MS,

  async *listen({ url, tag, token }, wire, moment) {
    const base = url.replace(/\/+$/, "");
    const held = await open(wire, { base, tag, token }, moment);
    if (!held.ok) return refusedLine(held);
    return yield* readLine(held, async function* (line) {
      if (!line.headers["content-type"]?.startsWith("text/event-stream")) return mistaken();
      // Only now: what comes meanwhile waits in the stream, so that nothing falls in between.
      const missed = await readMissed(wire, { base, tag, token }, moment);
      yield { kind: "open", gapless: missed !== null };
      for (const status of missed ?? []) yield told(status, tag, moment.now());
      return yield* follow(line.pieces, tag, moment.now);
    });
  },
});

type Instanced = { base: string; tag: string; token: string };

async function open(wire: Wire, { base, tag, token }: Instanced, moment: ListenMoment) {
  const host = await streamingHost(wire, base);
  const url = new URL(`${host}/api/v1/streaming/${tag === "" ? "public" : "hashtag"}`);
  if (tag !== "") url.searchParams.set("tag", tag);
  return await wire.hold({
    over: "lines",
    url: url.href,
    secret: { bearer: token },
    headers: { accept: "text/event-stream" },
    idleMs: IDLE_MS,
    pieceLengthMax: PIECE_LENGTH_MAX,
    signal: moment.signal,
  });
}

/** Large instances stream from a host of its own (docs.joinmastodon.org/entities/Instance). */
async function streamingHost(wire: Wire, base: string): Promise<string> {
  const answer = await wire.request({ method: "GET", url: `${base}/api/v2/instance` });
  const told = answer.ok ? Instance.safeParse(answer.json).data : undefined;
  const host = told?.configuration.urls.streaming.replace(/^ws/, "http") ?? "";
  return URL.canParse(host) ? host.replace(/\/+$/, "") : base;
}

/** What was written since we last listened, oldest first; null where that cannot be known. */
async function readMissed(wire: Wire, instanced: Instanced, moment: ListenMoment) {
  const { cursor, heardTo, now } = moment;
  if (cursor === null || heardTo === null || now() - heardTo > BACK_MAX_MS) return null;
  const missed: MastodonPost[] = [];
  let after = cursor;
  for (let page = 0; page < PAGES_MAX; page++) {
    const read = await readPage(wire, { ...instanced, after });
    if (!read.ok) return null;
    missed.push(...read.posts.toReversed());
    if (read.isLast) return missed;
    after = missed.at(-1)?.id ?? after;
  }
  return null;
}

async function* follow(pieces: Pieces, tag: string, now: () => number): Listen {
  const patience = createPatience();
  let event = "";
  for (let next = await pieces.next(); ; next = await pieces.next()) {
    if (next.done) return { kind: "closed", why: next.value.why };
    const line = next.value;
    if (line.startsWith("event:")) event = line.slice("event:".length).trim();
    const status = event === "update" && line.startsWith("data:") ? statusIn(line) : null;
    if (status === null) yield { kind: "alive", at: now() };
    else if (status !== "unreadable") {
      patience.read();
      yield told(status, tag, now());
    } else if (patience.failed()) return mistaken();
  }
}

function statusIn(line: string): MastodonPost | "unreadable" {
  try {
    const read: unknown = JSON.parse(line.slice("data:".length));
    return MastodonPost.safeParse(read).data ?? "unreadable";
  } catch {
    return "unreadable";
  }
}

function told(status: MastodonPost, tag: string, now: number): Listened {
  const post = asPost(status, tag);
  return { kind: "post", post: { ...post, at: Math.min(post.at, now) }, cursor: status.id };
}
