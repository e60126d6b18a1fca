import { createServer, type RequestListener, type Server } from "node:http";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";

type Streaming = { url: string; close(): Promise<void> };
const open: Streaming[] = [];

/** Closes every server of this kit: for `afterEach`. */
export async function closeServers(): Promise<void> {
  for (const { close } of open.splice(0).reverse()) await close();
}

/** A web server that answers as `listener` says, piece by piece if it likes. */
export async function httpServer(listener: RequestListener): Promise<Streaming> {
  return await serve(createServer(listener));
}

export async function serve(server: Server): Promise<Streaming> {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return keep(server.address(), async () => {
    server.closeAllConnections();
    await new Promise<void>((closed) => server.close(() => closed()));
  });
}

/** A WebSocket server of the package that everybody uses: `greet` is told of every guest. */
export async function socketServer(
  greet: (socket: WebSocket, url: URL) => void,
  options: ServerOptions = {},
): Promise<Streaming & { server: WebSocketServer }> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0, ...options });
  await new Promise<void>((ready) => server.once("listening", ready));
  server.on("connection", (socket, request) => {
    socket.on("error", () => undefined);
    greet(socket, new URL(request.url ?? "/", "http://127.0.0.1"));
  });
  const kept = keep(server.address(), async () => {
    for (const client of server.clients) client.terminate();
    await new Promise<void>((closed) => server.close(() => closed()));
  });
  return { ...kept, server };
}

function keep(address: ReturnType<Server["address"]>, close: () => Promise<void>): Streaming {
  if (typeof address !== "object" || !address) throw new Error("The server has no port.");
  let done: Promise<void> | null = null;
  const once = async () => await (done ??= close());
  const kept = { url: `http://127.0.0.1:${address.port}`, close: once };
  open.push(kept);
  return kept;
}
