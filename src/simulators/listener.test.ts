import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { type Called, type Listener, listen, type Reply } from "./listener.ts";

let listener: Listener | null = null;
afterEach(async () => await listener?.close());

/** A server that notes what it is asked, and says the path back. */
async function parrot(answer?: (called: Called, reply: Reply) => void) {
  const called: Called[] = [];
  listener = await listen(0, (asked, reply) => {
    called.push(asked);
    if (answer) answer(asked, reply);
    else reply.send(200, asked.path);
  });
  const socket = connect(Number(new URL(listener.url).port), "127.0.0.1");
  await once(socket, "connect");
  let heard = "";
  socket.on("data", (bytes: Buffer) => (heard += bytes.toString()));
  socket.on("error", () => undefined);
  const closed = once(socket, "close");
  const say = (text: string) => void socket.write(text);
  return { called, say, hear: () => heard, closed, url: listener.url };
}

const POST =
  "POST /a?b=c%20d HTTP/1.1\r\nHost: x\r\nX-Key: one\r\nx-key: two\r\nContent-Length: 4\r\n\r\n";

describe("the listener of the simulators", () => {
  test("reads a request that comes in the smallest pieces, and the next one behind it", async () => {
    const { called, say, hear } = await parrot();
    for (const byte of `${POST}boîPOST /z HTTP/1.1\r\nContent-Length: 0\r\n\r\n`) say(byte);
    await expect.poll(() => hear().split("HTTP/1.1 200 OK").length).toBe(3);
    expect(called.map(({ path, body }) => [path, body.toString()])).toEqual([
      ["/a", "boî"],
      ["/z", ""],
    ]);
    expect(called[0]?.query.get("b")).toBe("c d");
    expect(called[0]?.headers["x-key"]).toBe("one, two");
  });

  test("answers one after the other, however long the first takes", async () => {
    const waiting: Reply[] = [];
    const { called, say, hear } = await parrot((_called, reply) => waiting.push(reply));
    say("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
    await expect.poll(() => waiting.length).toBe(1);
    waiting[0]?.send(503, "later", { "retry-after": "7" });
    await expect.poll(() => called.length).toBe(2);
    waiting[1]?.send(204, "");
    await expect.poll(() => hear()).toContain("laterHTTP/1.1 204 No Content\r\n");
    expect(hear()).toMatch(
      /^HTTP\/1.1 503 Service Unavailable\r\ncontent-length: 5\r\nretry-after: 7/,
    );
  });

  test.each([
    ["no HTTP", "hello\r\n\r\n"],
    ["a body of unknown length", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"],
    ["a length that is none", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"],
    ["a length without end", `POST / HTTP/1.1\r\nContent-Length: ${"9".repeat(400)}\r\n\r\n`],
    ["a body that is too long", "POST / HTTP/1.1\r\nContent-Length: 1000001\r\n\r\n"],
    ["a header without a name", "GET / HTTP/1.1\r\n: x\r\n\r\n"],
    ["a head without end", `GET / HTTP/1.1\r\nx: ${"x".repeat(20_000)}`],
  ])("hangs up on %s", async (_what, text) => {
    const { called, say, hear, closed } = await parrot();
    say(text);
    await closed;
    expect(hear()).toMatch(/^HTTP\/1.1 400 Bad Request/);
    expect(called).toEqual([]);
  });

  test("is read by fetch, keeps the line where asked, and cuts it without a word", async () => {
    const { url, say, closed, hear } = await parrot((called, reply) =>
      called.path === "/cut" ? reply.cut() : reply.send(200, "é", { "content-type": "text/plain" }),
    );
    const answer = await fetch(`${url}/x`, { method: "POST", body: "b" });
    expect([answer.status, await answer.text()]).toEqual([200, "é"]);
    say("GET /cut HTTP/1.1\r\n\r\n");
    await closed;
    expect(hear()).toBe("");
  });
});
