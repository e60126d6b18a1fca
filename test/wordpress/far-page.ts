import { createServer } from "node:http";

/** A host with a few files on it, which can be out of order. */
export type FarPage = AsyncDisposable & {
  url: string;
  port: number;
  files: Map<string, string>;
  asked: string[];
  down: boolean;
};

export async function openFarPage(): Promise<FarPage> {
  const server = createServer((request, response) => {
    page.asked.push(request.url ?? "");
    const file = page.files.get(request.url ?? "");
    if (page.down) return response.writeHead(503).end("<h1>Service Unavailable</h1>");
    if (file === undefined) return response.writeHead(404).end();
    return response.writeHead(200, { "content-type": "application/json" }).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The page has no port.");
  const page: FarPage = {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    files: new Map(),
    asked: [],
    down: false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return page;
}
