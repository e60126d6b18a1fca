import { type IncomingHttpHeaders, STATUS_CODES } from "node:http";
import { createServer, type Server, type Socket } from "node:net";
import { BadRequest, type Head, RequestReader, type Whole } from "./http-reading.ts";

/** A request, read whole. */
export type Called = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
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
const KEEP_ALIVE_S = 60;
const BAD_REQUEST = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
const JSON_HEADERS = { "content-type": "application/json" };

/** A plain HTTP server that this machine alone can reach, and that can be closed and reopened. */
export async function listen(port: number, answer: Answering): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    new Conversation(socket, answer);
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

/** The requests of one connection, one after the other, each answered before the next is read. */
class Conversation {
  readonly #socket: Socket;
  readonly #answer: Answering;
  readonly #reader = new RequestReader();
  #waiting = false;

  constructor(socket: Socket, answer: Answering) {
    this.#socket = socket;
    this.#answer = answer;
    socket.on("data", (bytes: Buffer) => {
      this.#reader.push(bytes);
      this.#goOn();
    });
    // Whoever hangs up in the middle is gone: there is nobody to tell.
    socket.on("error", () => socket.destroy());
    socket.setTimeout(KEEP_ALIVE_S * 1_000, () => {
      if (!this.#waiting) socket.destroy();
    });
  }

  #goOn(): void {
    while (!this.#waiting && !this.#socket.destroyed) {
      const whole = this.#next();
      if (!whole) return;
      this.#waiting = true;
      this.#answer(calledOf(whole.head, whole.body), this.#replyTo(whole.head));
    }
  }

  #next(): Whole | null {
    try {
      return this.#reader.next();
    } catch (cause) {
      if (!(cause instanceof BadRequest)) throw cause;
      this.#waiting = true;
      this.#socket.end(BAD_REQUEST);
      return null;
    }
  }

  #replyTo(head: Head): Reply {
    return {
      send: (status, body, headers = JSON_HEADERS) => {
        if (this.#socket.destroyed) return;
        this.#socket.write(written(head, { status, body, headers }));
        if (!head.isKept) this.#socket.end();
        this.#waiting = false;
        this.#goOn();
      },
      cut: () => void this.#socket.destroy(),
    };
  }
}

type Answer = { status: number; body: string; headers: Record<string, string> };

function written(head: Head, { status, body, headers }: Answer): string {
  const isBare = status === 204 || status === 304;
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Unknown"}\r\n`;
  if (!isBare) text += `content-length: ${Buffer.byteLength(body)}\r\n`;
  for (const name of Object.keys(headers)) text += `${name}: ${headers[name]}\r\n`;
  text += `Date: ${dateNow()}\r\n`;
  text += head.isKept
    ? `Connection: keep-alive\r\nKeep-Alive: timeout=${KEEP_ALIVE_S}\r\n\r\n`
    : "Connection: close\r\n\r\n";
  return isBare || head.method === "HEAD" ? text : text + body;
}

let date = { second: 0, text: "" };

/** Written once a second. */
function dateNow(): string {
  const second = Math.floor(Date.now() / 1_000);
  if (date.second !== second) date = { second, text: new Date(second * 1_000).toUTCString() };
  return date.text;
}

const NO_QUERY = new URLSearchParams();

function calledOf({ method, target, headers }: Head, body: Buffer): Called {
  const mark = target.indexOf("?");
  return {
    method,
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? NO_QUERY : new URLSearchParams(target.slice(mark)),
    headers,
    body,
  };
}
