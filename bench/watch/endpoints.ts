import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * A thousand machines in one process: everything in 127/8 leads here. Most answer soon, as a status
 * page or as a plain server; some never do.
 */
const ANSWER_MS = 40;
const FINE = JSON.stringify({
  page: { name: "Bench" },
  status: { indicator: "none" },
  components: [],
  incidents: [],
});

let asked = 0;
const server = createServer((request, response) => {
  asked++;
  if (request.url?.startsWith("/hangs")) return;
  void sleep(ANSWER_MS).then(() => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(request.url === "/asked" ? JSON.stringify({ asked }) : FINE);
  });
});
server.listen(0, "0.0.0.0", () => {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ port })}\n`);
});
process.once("SIGTERM", () => process.exit(0));
