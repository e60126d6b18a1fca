import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Socket } from "node:net";

export type Seen = { method: string; url: string; headers: IncomingHttpHeaders; body: string };

type Reply = { status: number; body?: unknown; headers?: Record<string, string> };

/** What the other side does with a request: answers, hangs up after reading, or says nothing. */
export type Behaviour = Deed | ((seen: Seen) => Deed);
type Deed = Reply | "hangs up" | "says nothing";

/** The machine at the other end of the wire, doing as it is told. */
export class FarEnd {
  readonly seen: Seen[] = [];
  connections = 0;
  behaviour: Behaviour = { status: 200 };
  #server: Server;
  #sockets = new Set<Socket>();
  url = "";

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { method = "", url = "", headers } = request;
        const seen = { method, url, headers, body: Buffer.concat(chunks).toString("utf8") };
        this.seen.push(seen);
        this.#answer(seen, response);
      });
    });
    this.#server.on("connection", (socket: Socket) => {
      this.connections += 1;
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
  }

  static async open(): Promise<FarEnd> {
    const end = new FarEnd();
    await new Promise<void>((resolve) => end.#server.listen(0, "127.0.0.1", resolve));
    const address = end.#server.address();
    if (typeof address !== "object" || !address) throw new Error("The far end has no port.");
    end.url = `http://127.0.0.1:${address.port}`;
    return end;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  #answer(seen: Seen, response: ServerResponse): void {
    const { behaviour } = this;
    const deed = typeof behaviour === "function" ? behaviour(seen) : behaviour;
    if (deed === "says nothing") return;
    if (deed === "hangs up") return void response.socket?.destroy();
    const { status, body, headers } = deed;
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(Buffer.isBuffer(body) || typeof body === "string" ? body : JSON.stringify(body));
  }
}
