import { Pool } from "undici";
import { hubSignature } from "../../src/lib/signatures.ts";

/** A provider that tells receipts as fast as it is allowed to, in a process of its own. */
const [url = "", key = "", broadcast = "", people = "0", perCallback = "10", perSecond = "0"] =
  process.argv.slice(2);
const CONNECTIONS = 32;
const FACTS = ["sent", "delivered", "read"];
const target = new URL(url);
const pool = new Pool(target.origin, { connections: CONNECTIONS, pipelining: 1 });
const size = Number(perCallback);
const total = Math.floor((Number(people) * FACTS.length) / size);
const latencies: number[] = [];

function bodyOf(no: number): string {
  const statuses = Array.from({ length: size }, (_, n) => {
    const receipt = no * size + n;
    const fact = FACTS[Math.floor(receipt / Number(people))] ?? "read";
    const ordinal = receipt % Number(people);
    const reference = `t${Number(broadcast).toString(36)}-${ordinal.toString(36)}-0-0`;
    return {
      id: `wamid.${receipt}`,
      status: fact,
      timestamp: "1790000000",
      recipient_id: "33612345678",
      biz_opaque_callback_data: reference,
    };
  });
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: [
      {
        id: "1",
        changes: [{ field: "messages", value: { messaging_product: "whatsapp", statuses } }],
      },
    ],
  });
}

async function post(no: number): Promise<void> {
  const body = bodyOf(no);
  const startedAt = performance.now();
  const answer = await pool.request({
    path: target.pathname,
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-hub-signature-256": hubSignature(key, Buffer.from(body)),
    },
  });
  await answer.body.dump();
  latencies.push(performance.now() - startedAt);
  if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}`);
}

let next = 0;
const startedAt = performance.now();
async function tellOn(): Promise<void> {
  while (next < total) {
    const no = next;
    next += 1;
    const due = Number(perSecond) > 0 ? ((no * size) / Number(perSecond)) * 1_000 : 0;
    const waitMs = due - (performance.now() - startedAt);
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs));
    await post(no);
  }
}
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
await Promise.all(Array.from({ length: CONNECTIONS }, () => tellOn()));
latencies.sort((a, b) => a - b);
const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
const seconds = (performance.now() - startedAt) / 1_000;
process.stdout.write(
  `${JSON.stringify({ p50: at(0.5), p99: at(0.99), receipts: total * size, seconds })}\n`,
);
await pool.close();
