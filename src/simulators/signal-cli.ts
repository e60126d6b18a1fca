import { z } from "zod";
import { jsonOf } from "../lib/json.ts";
import type { Called, Reply } from "./listener.ts";
import { simulatorOf } from "./provider.ts";
import {
  type Dialect,
  type ErrorAnswer,
  mute,
  type Stage,
  type Taken,
  troubleOf,
} from "./simulator.ts";

const NUMBER = "+33700000001";
const TEXT_LENGTH_MAX = 2_000;

const Sent = z.object({
  number: z.string().regex(/^\+\d{6,15}$/),
  recipients: z.array(z.string()).length(1),
  message: z.string().max(TEXT_LENGTH_MAX),
});

/**
 * A signal-cli-rest-api behind a proxy that asks for a token. Signal's own number of a message is
 * the time it was sent at. An `errorCode` of 429 is the CAPTCHA that a human must solve.
 * Secrets: `token`.
 */
export const startSignalSimulator = simulatorOf(dialect);

function dialect(stage: Stage): Dialect {
  let count = 0;
  const token = stage.secrets["token"];
  return {
    // Receipts and replies wait at the gateway to be fetched; nobody is called.
    ...mute,
    error: (code) => error(code),
    ask(called, reply) {
      if (called.method !== "GET" || called.path !== "/v1/health") return false;
      reply.send(204, "");
      return true;
    },
    read(called, reply) {
      if (token && called.headers.authorization !== `Bearer ${token}`) {
        return refuse(reply, 401, "Unauthorized");
      }
      if (called.path !== "/v2/send" || called.method !== "POST") {
        return refuse(reply, 404, "404 page not found");
      }
      return takenOf({ called, reply }, stage, (count += 1));
    },
  };
}

function takenOf(
  { called, reply }: { called: Called; reply: Reply },
  { people, now }: Stage,
  number: number,
): Taken | null {
  const sent = Sent.safeParse(jsonOf(called.body)).data;
  if (!sent) return refuse(reply, 400, "Couldn't process request - invalid request");
  const [address = ""] = sent.recipients;
  if (!people(address).reachable) {
    return refuse(reply, 400, failedFor("Unregistered user", address));
  }
  // Two messages never share a moment: the time is their name.
  const timestamp = String(now() + number);
  return {
    address,
    reference: timestamp,
    text: sent.message,
    providerId: timestamp,
    callbackUrl: null,
    answer: { status: 201, body: JSON.stringify({ timestamp }) },
  };
}

const failedFor = (why: string, address: string): string =>
  `Failed to send (some) messages:\n${why} for "${address}"\n`;

function refuse(reply: Reply, status: number, text: string): null {
  reply.send(status, JSON.stringify({ error: text, account: NUMBER }));
  return null;
}

function error(code: number | "throttled"): ErrorAnswer {
  if (code === "throttled") {
    const text = failedFor("Rate limit failure", NUMBER);
    return { status: 400, body: JSON.stringify({ error: text, account: NUMBER }) };
  }
  const { status } = troubleOf(code);
  const challenge = status === 429 ? { challenge_tokens: ["simulated-challenge"] } : {};
  const text = status === 429 ? "CAPTCHA proof required for sending" : "Simulated failure";
  return { status, body: JSON.stringify({ error: text, account: NUMBER, ...challenge }) };
}
