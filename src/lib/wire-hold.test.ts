import { createServer } from "node:http";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { WebSocket } from "ws";
import { FarEnd } from "../../test/kits/far-end.ts";
import {
  closeServers,
  httpServer,
  serve,
  socketServer,
} from "../../test/kits/streaming-servers.ts";
import { createWire, type Held, type Hold } from "./wire.ts";

const LONG_MS = 5_000;
const PIECE_LENGTH_MAX = 10_000;

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const close of open.splice(0).reverse()) await close();
  await closeServers();
});

function wireHere(reach: "loopback" | "public" = "loopback") {
  const wire = createWire({ reach });
  open.push(async () => await wire.close());
  return wire;
}

/** Holds a line to `url`, and reads until it ends or `pieces` of them have come. */
async function hold(url: string, over: Hold["over"], change: Partial<Hold> = {}) {
  const signal = new AbortController().signal;
  const limits = { idleMs: LONG_MS, pieceLengthMax: PIECE_LENGTH_MAX };
  return await wireHere().hold({ url, over, signal, ...limits, ...change });
}

async function hear(held: Held, piecesMax = Infinity) {
  if (!held.ok) throw new Error(`refused: ${JSON.stringify(held.failed)}`);
  const pieces: string[] = [];
  for (;;) {
    const next = await held.pieces.next();
    if (next.done) return { pieces, why: next.value.why };
    pieces.push(next.value);
    if (pieces.length < piecesMax) continue;
    await held.pieces.return({ why: "enough" });
    return { pieces, why: "enough" };
  }
}

/** What comes of a line that says "one", and then nothing for as long as it may be silent. */
async function hearSilence(url: string, over: Hold["over"]) {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const held = await hold(url, over);
  if (!held.ok) throw new Error(`refused: ${JSON.stringify(held.failed)}`);
  const first = await held.pieces.next();
  const rest = hear(held);
  vi.advanceTimersByTime(LONG_MS);
  return { first: first.value, ...(await rest) };
}

describe("a WebSocket", () => {
  test("brings text, whole, in parts, long and in other alphabets", async () => {
    const long = "é".repeat(4_000);
    const { url } = await socketServer((socket) => {
      socket.send("one");
      socket.send("tw", { fin: false });
      socket.send("o", { fin: true });
      socket.send(long);
      socket.close(1000);
    });
    const heard = await hear(await hold(url, "websocket"));
    expect(heard).toEqual({ pieces: ["one", "two", long], why: "closed by the server (1000)" });
  });

  test("answers pings, and says goodbye when nobody wants the rest", async () => {
    const pong = Promise.withResolvers<string>();
    const goodbye = Promise.withResolvers<number>();
    const { url } = await socketServer((socket) => {
      socket.on("pong", (body) => {
        pong.resolve(body.toString());
        socket.send("last");
      });
      socket.on("close", (code) => goodbye.resolve(code));
      socket.ping("are you there?");
    });
    const { pieces } = await hear(await hold(url, "websocket"), 1);
    expect(pieces).toEqual(["last"]);
    expect(await pong.promise).toBe("are you there?");
    expect(await goodbye.promise).toBe(1000);
  });

  test("that sends 100 MB is cut off when it says so, not when it has come", async () => {
    const { url } = await socketServer((socket) => {
      socket.send(Buffer.alloc(100_000_000, 65), { binary: false });
    });
    const before = process.memoryUsage().arrayBuffers;
    const heard = await hear(await hold(url, "websocket"));
    expect(heard).toEqual({ pieces: [], why: "a message is too long" });
    // The server's own copy is in this process as well; ours would be a second one.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(150_000_000);
  });

  test.each([
    ["many small parts", (socket: WebSocket) => flood(socket, "part", 9_000)],
    ["parts with nothing in them", (socket: WebSocket) => flood(socket, "", 20_000)],
  ])("that sends a message in %s without end is cut off", async (_name, greet) => {
    const { url } = await socketServer(greet);
    expect((await hear(await hold(url, "websocket"))).why).toBe("a message is too long");
  });

  test("that sends bytes instead of text is no stream of posts", async () => {
    const { url } = await socketServer((socket) => socket.send(Buffer.from([0, 255, 1, 254])));
    expect((await hear(await hold(url, "websocket"))).why).toBe("a message is no text");
  });

  test("whose frames are garbage is let go of", async () => {
    const { url, server } = await socketServer(() => undefined);
    server.on("connection", (_socket, request) => request.socket.write("\xff\xff\xff\xff"));
    expect((await hear(await hold(url, "websocket"))).why).toBe("this is no plain WebSocket");
  });

  test("that says nothing any more is dead", async () => {
    const { url } = await socketServer((socket) => socket.send("one"));
    const heard = await hearSilence(url, "websocket");
    expect(heard).toEqual({ first: "one", pieces: [], why: "silent for too long" });
  });

  test("is read no faster than it is taken: a flood waits at the other end", async () => {
    const sent = { count: 0 };
    const { url } = await socketServer((socket) => {
      const piece = "x".repeat(9_000);
      const pour = () => {
        if (sent.count >= 20_000 || socket.readyState !== socket.OPEN) return;
        sent.count += 1;
        socket.send(piece, () => setImmediate(pour));
      };
      pour();
    });
    const held = await hold(url, "websocket");
    if (!held.ok) throw new Error("refused");
    await held.pieces.next();
    let before = -1;
    await expect
      .poll(() => [before, (before = sent.count)], { interval: 100 })
      .toSatisfy(([then, now]) => then === now);
    expect(sent.count).toBeLessThan(5_000);
    await held.pieces.return({ why: "enough" });
  });

  test.each([[401], [403], [429]])("refused with HTTP %i says so", async (status) => {
    const { url } = await httpServer((_request, response) => {
      response.writeHead(status, { "retry-after": "7" }).end("no");
    });
    expect(await hold(url, "websocket")).toMatchObject({ ok: false, status });
  });

  test("answered by a page, or without the proof, is none", async () => {
    const page = await httpServer((_request, response) => response.end("<html></html>"));
    expect(await hold(page.url, "websocket")).toMatchObject({ ok: false, status: 200 });
    const liar = createServer();
    liar.on("upgrade", (_request, socket) => {
      socket.end("HTTP/1.1 101 Hello\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n");
    });
    const { url } = await serve(liar);
    const held = await hold(url, "websocket");
    expect(held).toMatchObject({ ok: false, failed: { why: "the answer is no WebSocket" } });
  });
});

/** Parts of one message that never ends. */
function flood(socket: WebSocket, part: string, count: number): void {
  for (let at = 0; at < count; at++) socket.send(part, { fin: false });
}

describe("lines", () => {
  test("come one by one, however they are cut, and empty ones too", async () => {
    const { url } = await httpServer((_request, response) => {
      response.write("on");
      response.write("e\r\n\r\ntwo\n");
      setImmediate(() => response.end(Buffer.from("café\n").subarray(0, 20)));
    });
    const heard = await hear(await hold(url, "lines"));
    expect(heard).toEqual({ pieces: ["one", "", "two", "café"], why: "closed by the server" });
  });

  test("without end are cut off", async () => {
    const { url } = await httpServer((_request, response) => {
      response.on("error", () => undefined);
      response.write("x".repeat(2 * PIECE_LENGTH_MAX));
    });
    expect((await hear(await hold(url, "lines"))).why).toBe("a message is too long");
  });

  test("that stop coming mean a dead line, and one that breaks says why", async () => {
    const silent = await httpServer((_request, response) => void response.write("one\n"));
    const heard = await hearSilence(silent.url, "lines");
    expect(heard).toEqual({ first: "one", pieces: [], why: "silent for too long" });
    vi.useRealTimers();
    const broken = await httpServer((_request, response) => {
      response.write("one\n", () => response.socket?.destroy());
    });
    expect((await hear(await hold(broken.url, "lines"))).why).toMatch(/SOCKET|ECONNRESET/);
  });

  test("end with our own signal, and with the wire", async () => {
    const { url } = await httpServer((_request, response) => void response.write("one\n"));
    const stop = new AbortController();
    const first = await hold(url, "lines", { signal: stop.signal });
    const heard = hear(first);
    stop.abort();
    expect((await heard).why).toBe("stopped");

    const wire = createWire({ reach: "loopback" });
    const terms = { url, over: "lines" as const, idleMs: LONG_MS, pieceLengthMax: 100 };
    const second = await wire.hold({ ...terms, signal: new AbortController().signal });
    const rest = hear(second);
    await wire.close();
    expect((await rest).why).toBe("stopped");
  });

  test("refused are read a little, and tell no secret", async () => {
    const token = "a-token-of-this-test";
    await using end = await FarEnd.open();
    end.behaviour = { status: 429, body: `slow down ${token}`, headers: { "retry-after": "9" } };
    const held = await hold(end.url, "lines", { secret: { bearer: token } });
    expect(held).toMatchObject({ failed: { kind: "throttled", waitMs: 9_000 } });
    expect(JSON.stringify(held)).not.toContain(token);
    expect(end.seen[0]?.headers.authorization).toBe(`Bearer ${token}`);
  });
});

describe("where a line may lead", () => {
  const target = { status: 302, headers: { location: "http://169.254.169.254/" } };

  test.each(["lines", "websocket"] as const)("%s follow no redirect", async (over) => {
    await using end = await FarEnd.open();
    end.behaviour = target;
    expect(await hold(end.url, over)).toMatchObject({ ok: false, status: 302 });
    expect(end.connections).toBe(1);
  });

  test.each(["lines", "websocket"] as const)("%s reach no private address", async (over) => {
    await using end = await FarEnd.open();
    const wire = createWire({ reach: "public", lookup: async () => ["127.0.0.1"] });
    open.push(async () => await wire.close());
    const signal = new AbortController().signal;
    const terms = { over, signal, idleMs: LONG_MS, pieceLengthMax: 100 };
    const held = await wire.hold({ ...terms, url: "http://stream.example.org" });
    expect(held).toMatchObject({ ok: false, failed: { kind: "misconfigured" } });
    const bare = await wire.hold({ ...terms, url: end.url });
    expect(bare).toMatchObject({ ok: false, failed: { kind: "misconfigured" } });
    expect(end.connections).toBe(0);
  });
});
