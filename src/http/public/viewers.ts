import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Writable } from "node:stream";
import type { Routes } from "../routes.ts";
import { bareSocket } from "./bare-socket.ts";
import type { Face } from "./face.ts";
import { headersFor } from "./headers.ts";

/** Beyond this, a visitor's page polls: it asks again every half minute anyway. */
const VIEWER_COUNT_MAX = 20_000;
const HEARTBEAT_MS = 25_000;
const RETRY_MS = 5_000;
const OK = 200;
/** Who has not read this much of what we sent is gone, or wishes us ill. */
const BUFFER_BYTES_MAX = 4_096;
/** One buffer each for everybody: a ping says that there is news, never what it is. */
const HELLO = `retry: ${RETRY_MS}\n\n`;
const CHANGED = Buffer.from("event: changed\ndata: 1\n\n");
const HEARTBEAT = Buffer.from(":\n\n");

/** The lines to open pages, which tell them that there is something new. */
export type Viewers = {
  /** Keeps the line of an answer open. Answers false where there are too many already. */
  welcome(response: ServerResponse): boolean;
  /** Says good-bye to everybody. */
  end(): void;
};

export function createViewers(face: Face): Viewers {
  const lines = new Set<Writable>();
  // One function for everybody: ten thousand of them would be a megabyte of the same.
  const leave = function (this: Writable) {
    lines.delete(this);
  };
  face.onChange(() => tell(lines, CHANGED));
  const heartbeat = setInterval(() => tell(lines, HEARTBEAT), HEARTBEAT_MS);
  heartbeat.unref();
  return {
    welcome(response) {
      if (lines.size >= VIEWER_COUNT_MAX) return false;
      const line = openLine(response);
      lines.add(line);
      line.on("close", leave);
      return true;
    },
    end() {
      clearInterval(heartbeat);
      for (const line of lines) line.end();
    },
  };
}

/** GET /events: tells open pages that there is something new; they fetch it themselves. */
export const viewerRoutes =
  (viewers: Viewers): Routes =>
  (app) => {
    app.addHook("preClose", async () => viewers.end());
    app.get("/events", { schema: { hide: true }, exposeHeadRoute: false }, (_, reply) => {
      if (!viewers.welcome(reply.raw)) {
        return reply.code(503).header("cache-control", "no-store").send();
      }
      reply.hijack();
    });
  };

const HEADERS = {
  ...headersFor("text"),
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  "x-accel-buffering": "no",
};
const HEAD = Object.entries({ ...HEADERS, connection: "close" })
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join("");

/** An answer without an end: over the bare socket where that can be had, which is half as heavy. */
function openLine(response: ServerResponse): Writable {
  const socket = bareSocket(response);
  if (socket === null) {
    response.writeHead(OK, HEADERS).write(HELLO);
    return response;
  }
  // Whoever hangs up in the middle of a word is gone, and that is all there is to know.
  socket.on("error", hangUp);
  socket.resume();
  const date = `date: ${new Date().toUTCString()}\r\n`;
  socket.write(`HTTP/1.1 ${OK} ${STATUS_CODES[OK]}\r\n${HEAD}${date}\r\n${HELLO}`, "latin1");
  return socket;
}

function hangUp(this: Writable): void {
  this.destroy();
}

function tell(lines: ReadonlySet<Writable>, message: Buffer): void {
  for (const line of lines) {
    if (line.writableLength > BUFFER_BYTES_MAX) line.destroy();
    else line.write(message);
  }
}
