import type { WebSocket } from "ws";
import { socketServer } from "./streaming-servers.ts";

const MICROS = 1_000;
const REPLAY_BATCH = 500;

/** A Jetstream that remembers: whoever comes with a cursor hears again what was said since. */
export async function createJetstreamServer(now: () => number) {
  const said: { time_us: number; json: string }[] = [];
  const guests = new Set<WebSocket>();
  const cursors: (string | null)[] = [];
  const { url, close } = await socketServer((socket, { searchParams }) => {
    const cursor = searchParams.get("cursor");
    cursors.push(cursor);
    const missed = cursor === null ? [] : said.filter(({ time_us }) => time_us >= Number(cursor));
    for (const { json } of missed.slice(0, REPLAY_BATCH)) socket.send(json);
    guests.add(socket);
    socket.on("close", () => guests.delete(socket));
  });
  const send = (event: object) => {
    const time_us = now() * MICROS;
    const json = JSON.stringify({ did: "did:plc:somebody", time_us, ...event });
    said.push({ time_us, json });
    for (const guest of guests) guest.send(json);
  };
  return {
    url,
    close,
    cursors,
    /** How many lines are held. */
    held: () => guests.size,
    /** So many people who have not spoken before complain, now. */
    complain(people: number) {
      for (let each = 0; each < people; each++) {
        const name = `${said.length}`.replaceAll(/\d/g, (digit) => "abcdefghij"[+digit] ?? "");
        const record = { $type: "app.bsky.feed.post", text: `WhatsApp is down again ${name}` };
        const collection = "app.bsky.feed.post";
        const commit = { operation: "create", collection, rkey: name, record, rev: "1" };
        send({ did: `did:plc:${name}`, kind: "commit", commit });
      }
    },
    /** Something that is no post, as a sign of life. */
    tick: () => send({ kind: "identity" }),
    /** Every line breaks. */
    drop() {
      for (const guest of guests) guest.terminate();
    },
  };
}
