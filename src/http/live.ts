import type { ServerResponse } from "node:http";
import pg from "pg";
import type { Clock } from "../lib/clock.ts";
import { LIVE_CHANNEL } from "../store/events.ts";
import type { Routes } from "./routes.ts";

/** The clock is told so often, which also keeps the line open; sooner where it has moved by itself. */
const HEARTBEAT_MS = 20_000;
const CLOCK_LOOK_MS = 1_000;
const CLOCK_MOVED_MS = 1_000;
const RECONNECT_MS = 1_000;
/** A listener whose buffer has grown this large reads no more; it is let go and will come back. */
const BUFFER_BYTES_MAX = 1_000_000;

type Message = Record<string, unknown>;

/**
 * Hears what any node did, through PostgreSQL, and tells every open console of this node; and what
 * time it is here, because a browser's own clock may be wrong, and a play's is an hour behind.
 */
export type LiveHub = {
  add(response: ServerResponse): void;
  listen(listener: (message: Message) => void): void;
  readonly listeners: number;
  stop(): Promise<void>;
};

export function createLiveHub(databaseUrl: string, now: Clock): LiveHub {
  const responses = new Set<ServerResponse>();
  const listeners = new Set<(message: Message) => void>();
  const tell = (text: string) => {
    const message = parsed(text);
    for (const listener of listeners) listener(message);
    const event = message["name"] === "progress" ? "progress" : "change";
    write(responses, `event: ${event}\ndata: ${text}\n\n`);
  };
  const stopListening = listenTo(databaseUrl, tell);
  const stopTelling = tellTime(now, (text) => write(responses, text));
  return {
    add(response) {
      responses.add(response);
      response.on("close", () => responses.delete(response));
      response.write(`retry: 2000\n\nevent: hello\ndata: {}\n\n${clockEvent(now())}`);
    },
    listen: (listener) => void listeners.add(listener),
    get listeners() {
      return responses.size;
    },
    async stop() {
      stopTelling();
      for (const response of responses) response.end();
      await stopListening();
    },
  };
}

const clockEvent = (at: number): string => `event: clock\ndata: ${at}\n\n`;

/** Tells the time now and then, and at once where the clock has left the pace of the wall. */
function tellTime(now: Clock, tell: (text: string) => void): () => void {
  let told = { at: now(), wall: Date.now() };
  const timer = setInterval(() => {
    const [at, wall] = [now(), Date.now()];
    const moved = Math.abs(at - told.at - (wall - told.wall));
    if (moved < CLOCK_MOVED_MS && wall - told.wall < HEARTBEAT_MS) return;
    told = { at, wall };
    tell(clockEvent(at));
  }, CLOCK_LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function write(responses: Set<ServerResponse>, text: string): void {
  for (const response of responses) {
    if (response.writableLength > BUFFER_BYTES_MAX) response.destroy();
    else response.write(text);
  }
}

const parsed = (text: string): Message => {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null ? { ...value } : {};
};

/** Keeps one connection on LISTEN, and opens another when it breaks. */
function listenTo(url: string, tell: (text: string) => void): () => Promise<void> {
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  const again = () => {
    if (!stopped) timer = setTimeout(() => void connect(), RECONNECT_MS);
  };
  const connect = async () => {
    const fresh = new pg.Client({ connectionString: url });
    client = fresh;
    fresh.on("error", () => {});
    fresh.on("end", again);
    fresh.on("notification", ({ payload }) => payload && tell(payload));
    try {
      await fresh.connect();
      await fresh.query(`listen ${LIVE_CHANNEL}`);
    } catch {
      await fresh.end().catch(() => {});
    }
  };
  void connect();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end().catch(() => {});
  };
}

/** GET /api/live: server-sent events, one `change` an event, `progress` for moving numbers, `clock` for the time. */
export const liveRoutes =
  (hub: LiveHub): Routes =>
  (app) => {
    app.get(
      "/live",
      { schema: { tags: ["live"], summary: "What happens, as it happens" } },
      (_, reply) => {
        reply.hijack();
        reply.raw.writeHead(200, {
          "content-type": "text/event-stream; charset=utf-8",
          "cache-control": "no-store",
          "x-accel-buffering": "no",
        });
        hub.add(reply.raw);
      },
    );
  };
