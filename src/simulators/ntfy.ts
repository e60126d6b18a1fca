import { z } from "zod";
import { jsonOf } from "../lib/json.ts";
import type { Called, Reply } from "./listener.ts";
import { simulatorOf } from "./provider.ts";
import { type Dialect, type ErrorAnswer, mute, type Stage, type Taken } from "./simulator.ts";

/** Longer messages become a file that has to be opened. */
const TEXT_BYTES_MAX = 4_096;
const KEPT_FOR_S = 12 * 3_600;
const RESERVED = new Set(["docs", "static", "file", "app", "metrics", "account", "settings"]);

const Published = z.object({
  topic: z.string(),
  title: z.string().optional(),
  message: z.string().optional(),
  priority: z.number().int().min(1).max(5).optional(),
  click: z.string().optional(),
});

/**
 * A server of ntfy: takes what is published on a topic, and knows nothing of who reads it.
 * Secrets: `token`, where topics are protected.
 */
export const startNtfySimulator = simulatorOf(dialect);

function dialect({ secrets, now }: Stage): Dialect {
  let count = 0;
  return {
    ...mute,
    error,
    read(called, reply) {
      if (secrets["token"] && called.headers.authorization !== `Bearer ${secrets["token"]}`) {
        return refuse(reply, 40_301);
      }
      return takenOf(called, reply, { number: (count += 1), at: now() });
    },
  };
}

function takenOf(
  called: Called,
  reply: Reply,
  given: { number: number; at: number },
): Taken | null {
  if (called.path !== "/" || called.method !== "POST") return refuse(reply, 40_401);
  const published = Published.safeParse(jsonOf(called.body)).data;
  if (!published) return refuse(reply, 40_024);
  const { topic, title, message = "triggered", priority = 3, click } = published;
  if (!/^[-\w]{1,64}$/.test(topic)) return refuse(reply, 40_009);
  if (RESERVED.has(topic)) return refuse(reply, 40_010);
  const isFile = Buffer.byteLength(message) > TEXT_BYTES_MAX;
  const shown = isFile ? "You received a file: attachment.txt" : message;
  const id = `n${String(given.number).padStart(11, "0")}`;
  const time = Math.floor(given.at / 1_000);
  const about = { id, time, expires: time + KEPT_FOR_S, event: "message", topic };
  const body = JSON.stringify({ ...about, title, message: shown, priority, click });
  const text = title === undefined ? shown : `${title}\n${shown}`;
  const answer = { status: 200, body };
  return { address: topic, reference: id, text, providerId: id, callbackUrl: null, answer };
}

function refuse(reply: Reply, code: number): null {
  const { status, body } = error(code);
  reply.send(status, body);
  return null;
}

/** The first three digits of ntfy's numbers are the status. */
function error(code: number | "throttled"): ErrorAnswer {
  const number = code === "throttled" ? 42_901 : code;
  const status = Math.floor(number / 100);
  const isOne = status >= 400 && status < 600;
  const http = isOne ? status : 500;
  const text = isOne ? "simulated failure" : "internal server error";
  const body = JSON.stringify({ code: isOne ? number : 50_001, http, error: text });
  return { status: http, body, headers: http === 429 ? { "retry-after": "5" } : {} };
}
