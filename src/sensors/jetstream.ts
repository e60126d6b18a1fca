import { z } from "zod";
import { postKeptMax } from "../domain/listening/post.ts";
import { fold } from "../domain/text/fold.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/clock.ts";
import type { Pieces } from "../lib/wire.ts";
import { askedWords } from "./fields.ts";
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

const HOST_DEFAULT = "wss://jetstream2.us-east.bsky.network";
const COLLECTION = "app.bsky.feed.post";
/** The whole network writes several posts a second: silence means that the line is dead. */
const IDLE_MS = 20 * SECOND_MS;
/** After an absence we read on from this far back; what is older is too late to act upon. */
const BACK_MAX_MS = 10 * MINUTE_MS;
/** Hosts number a little differently: overlap, and count nothing twice. */
const REWIND_MS = 5 * SECOND_MS;
const MICROS = 1_000;

/** The parts of an event that we rely on (github.com/bluesky-social/jetstream). */
const Event = z.object({
  did: z.string().max(300),
  time_us: z.number().int().positive(),
  commit: z
    .object({
      operation: z.string(),
      collection: z.string(),
      rkey: z.string().max(600).default(""),
      record: z.unknown().optional(),
    })
    .optional(),
});
type Event = z.infer<typeof Event>;
const Post = z.object({ text: z.string() });

/** Listens to all public posts of Bluesky; what does not name the platform is dropped at once. */
export const jetstream = defineListener({
  kind: "bluesky-jetstream",
  title: { fr: "Bluesky en direct (Jetstream)", en: "Bluesky, live (Jetstream)" },
  signalKind: "social",
  settings: z.object({
    url: z
      .url({ protocol: /^(?:wss?|https?)$/ })
      .prefault(HOST_DEFAULT)
      .meta({
        label: { fr: "Serveur Jetstream", en: "Jetstream server" },
        hint: {
          fr: "Un serveur public suffit ; aucun jeton n’est nécessaire.",
          en: "A public server will do; no token is needed.",
        },
      }),
    words: askedWords,
  }),
  secrets: [],
  everyMs: MINUTE_MS,

  async *listen({ url, words }, wire, moment) {
    const from = cursorOf(moment);
    const held = await wire.hold({
      over: "websocket",
      url: addressOf(url, from),
      idleMs: IDLE_MS,
      pieceLengthMax: PIECE_LENGTH_MAX,
      signal: moment.signal,
    });
    if (!held.ok) return refusedLine(held);
    const begun = from === null ? { cursor: String(moment.now() * MICROS) } : {};
    yield { kind: "open", gapless: from !== null, ...begun };
    return yield* readLine(held, (line) => follow(line.pieces, words, moment.now));
  },
});

async function* follow(pieces: Pieces, words: readonly string[], now: () => number): Listen {
  const patience = createPatience();
  for (let next = await pieces.next(); ; next = await pieces.next()) {
    if (next.done) return { kind: "closed", why: next.value.why };
    const event = eventIn(next.value);
    if (event) patience.read();
    else if (patience.failed()) return mistaken();
    if (event) yield told(event, words, now());
  }
}

/** Where to read on, in microseconds; null when there is nothing, or nothing recent, to go by. */
function cursorOf({ cursor, heardTo, now }: ListenMoment): number | null {
  const at = Number(cursor ?? Number.NaN);
  if (!Number.isSafeInteger(at) || heardTo === null || now() - heardTo > BACK_MAX_MS) return null;
  return at - REWIND_MS * MICROS;
}

function addressOf(url: string, from: number | null): string {
  const address = new URL(`${url.replace(/^ws/, "http").replace(/\/+$/, "")}/subscribe`);
  address.searchParams.set("wantedCollections", COLLECTION);
  address.searchParams.set("maxMessageSizeBytes", String(PIECE_LENGTH_MAX));
  if (from !== null) address.searchParams.set("cursor", String(from));
  return address.href;
}

function eventIn(piece: string): Event | null {
  try {
    return Event.safeParse(JSON.parse(piece)).data ?? null;
  } catch {
    return null;
  }
}

function told(event: Event, words: readonly string[], now: number): Listened {
  const { did, time_us, commit } = event;
  // A server whose clock runs ahead must not make us deaf to the minutes in between.
  const micros = Math.min(time_us, now * MICROS);
  const at = Math.floor(micros / MICROS);
  const cursor = String(micros);
  const isNew = commit?.operation === "create" && commit.collection === COLLECTION;
  const record = isNew ? Post.safeParse(commit.record).data : undefined;
  if (!record || !commit) return { kind: "alive", at, cursor };
  const text = record.text.slice(0, postKeptMax);
  const folded = words.length === 0 ? "" : fold(text);
  const wasAsked = words.some((word) => folded.includes(word));
  const post = { id: `${did}/${commit.rkey}`, at, author: did, text, wasAsked };
  return { kind: "post", post, cursor };
}
