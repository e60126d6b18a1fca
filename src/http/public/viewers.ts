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
const HELLO = Buffer.from(`retry: ${RETRY_MS}\n\n`);
const CHANGED = Buffer.from("event: changed\ndata: 1\n\n");
const HEARTBEAT = Buffer.from(":\n\n");

/** GET /events: tells open pages that there is something new; they fetch it themselves. */
export const viewerRoutes =
  (face: Face): Routes =>
  (app) => {
    const viewers = new Set<Writable>();
    face.onChange(() => tell(viewers, CHANGED));
    const heartbeat = setInterval(() => tell(viewers, HEARTBEAT), HEARTBEAT_MS);
    heartbeat.unref();
    app.addHook("preClose", async () => {
      clearInterval(heartbeat);
      for (const viewer of viewers) viewer.end();
    });
    app.get("/events", { schema: { hide: true }, exposeHeadRoute: false }, (_, reply) => {
      if (viewers.size >= VIEWER_COUNT_MAX) {
        return reply.code(503).header("cache-control", "no-store").send();
      }
      reply.hijack();
      const viewer = openLine(reply.raw);
      viewers.add(viewer);
      viewer.on("close", () => viewers.delete(viewer));
      viewer.write(HELLO);
    });
  };

const HEADERS = {
  ...headersFor("text"),
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  "x-accel-buffering": "no",
};

/** An answer without an end: over the bare socket where that can be had, which is half as heavy. */
function openLine(response: ServerResponse): Writable {
  const socket = bareSocket(response);
  if (socket === null) return response.writeHead(OK, HEADERS);
  const lines = Object.entries({ ...HEADERS, connection: "close", date: new Date().toUTCString() });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  // Whoever hangs up in the middle of a word is gone, and that is all there is to know.
  socket.on("error", () => socket.destroy());
  socket.resume();
  socket.write(`HTTP/1.1 ${OK} ${STATUS_CODES[OK]}\r\n${head}\r\n`);
  return socket;
}

function tell(viewers: ReadonlySet<Writable>, message: Buffer): void {
  for (const viewer of viewers) {
    if (viewer.writableLength > BUFFER_BYTES_MAX) viewer.destroy();
    else viewer.write(message);
  }
}
