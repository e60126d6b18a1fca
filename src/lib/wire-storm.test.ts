import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { chance } from "./chance.ts";
import { createWire } from "./wire.ts";

const REQUESTS = 1_500;
const SHORT_MS = 250;
const LONG_MS = 600;
const SEEDS = [1, 2, 3, 4];

const OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
/** What the worst of providers does with a request, or with a connection, as often as it is named. */
const DEEDS: readonly ((socket: Socket) => unknown)[] = [
  ...Array.from({ length: 20 }, () => (socket: Socket) => socket.write(OK)),
  (socket) => socket.end(OK),
  (socket) => socket.end(OK.replace("200 OK", "200 OK\r\nconnection: close")),
  (socket) => socket.write(OK.replace("200 OK", "200 OK\r\nconnection: close")),
  (socket) => socket.write(OK.slice(0, 30)),
  (socket) => socket.end(OK.slice(0, -1)),
  (socket) => socket.write(OK.replace("length: 2", "length: 1")),
  (socket) => socket.write(`${OK}${OK}`),
  (socket) => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${OK}`),
  (socket) => socket.write("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n"),
  (socket) => socket.write("this is no HTTP at all\r\n\r\n"),
  (socket) => socket.resetAndDestroy(),
  (socket) => socket.destroy(),
  () => "says nothing",
];

/** Reads requests as they come, each with its number in the path, and does something with each. */
async function openStorm(seed: number) {
  const draw = chance(seed);
  const seen: number[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    if (draw() < 0.02) return void socket.destroy();
    let text = "";
    socket.on("data", (bytes: Buffer) => {
      text += bytes.toString("latin1");
      for (let end = text.indexOf("}!"); end >= 0; end = text.indexOf("}!")) {
        seen.push(Number(/^POST \/(\d+) /.exec(text)?.[1]));
        text = text.slice(end + 2);
        DEEDS[Math.floor(draw() * DEEDS.length)]?.(socket);
      }
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    seen,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("the wire in a storm", () => {
  test.each(SEEDS)(
    "seed %i: everybody is sent once at most, and nobody is said to be unsent who was read",
    async (seed) => {
      await using storm = await openStorm(seed);
      const wire = createWire({ reach: "loopback" });
      const kinds = await Promise.all(
        Array.from({ length: REQUESTS }, async (_, n) => {
          const url = `${storm.url}/${n}`;
          const timeoutMs = n % 3 === 0 ? SHORT_MS : LONG_MS;
          const answer = await wire.request({ method: "POST", url, text: '{"n":1}!', timeoutMs });
          if (answer.ok) return "ok";
          return answer.failed.kind === "unreachable" && answer.status === null ? "unsent" : "lost";
        }),
      );
      await wire.close();
      expect(new Set(storm.seen).size).toBe(storm.seen.length);
      const seen = new Set(storm.seen);
      for (const [n, kind] of kinds.entries()) {
        // Who was lost may have been read or not; of the others we know.
        if (kind !== "lost") expect([n, kind, seen.has(n)]).toEqual([n, kind, kind === "ok"]);
      }
    },
  );
});
