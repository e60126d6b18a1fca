import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** A request, read whole. */
export type Called = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  body: Buffer;
};

export type Reply = {
  send(status: number, body: string, headers?: Record<string, string>): void;
  /** Hangs up without a word. */
  cut(): void;
};

export type Answering = (called: Called, reply: Reply) => void;

export type Listener = { url: string; close(): Promise<void>; reopen(): Promise<void> };

const HOST = "127.0.0.1";
const BODY_LENGTH_MAX = 1_000_000;
const KEEP_ALIVE_MS = 60_000;
const JSON_HEADERS = { "content-type": "application/json" };

/** A plain HTTP server that this machine alone can reach, and that can be closed and reopened. */
export async function listen(port: number, answer: Answering): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => read(request, response, answer));
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const taken = await open(server, port);
  return {
    url: `http://${HOST}:${taken}`,
    close: () => close(server, sockets),
    async reopen() {
      await open(server, taken);
    },
  };
}

function open(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      server.removeListener("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

function close(server: Server, sockets: Set<Socket>): Promise<void> {
  return new Promise((resolve) => {
    if (!server.listening) return resolve();
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

function read(request: IncomingMessage, response: ServerResponse, answer: Answering): void {
  const chunks: Buffer[] = [];
  let length = 0;
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length > BODY_LENGTH_MAX) request.destroy();
    else chunks.push(chunk);
  });
  request.on("end", () => {
    const first = chunks.length === 1 ? chunks[0] : undefined;
    answer(calledOf(request, first ?? Buffer.concat(chunks)), {
      send(status, body, headers = JSON_HEADERS) {
        if (response.destroyed) return;
        response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers });
        response.end(body);
      },
      cut: () => void request.socket.destroy(),
    });
  });
}

function calledOf(request: IncomingMessage, body: Buffer): Called {
  const target = request.url ?? "/";
  const mark = target.indexOf("?");
  return {
    method: request.method ?? "GET",
    path: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? "" : target.slice(mark)),
    headers: request.headers,
    body,
  };
}
