import { z } from "zod";
import { jsonOf } from "../lib/json.ts";
import { stampedFits } from "../lib/signatures.ts";
import { simulatorOf } from "./provider.ts";
import { type Dialect, type News, type Stage, troubleOf } from "./simulator.ts";

const BATCH_MAX = 500;
const SIGNATURE_HEADER = "tocsin-signature";

const Posted = z.object({
  reference: z.string(),
  to: z.string(),
  heading: z.string(),
  body: z.string(),
  callbackUrl: z.string().nullable(),
});

/** Somebody's own gateway, at the other end of a signed webhook. Secrets: `key`. */
export const startWebhookSimulator = simulatorOf(dialect);

function dialect({ now, secrets }: Stage): Dialect {
  const key = secrets["key"] ?? "";
  return {
    facts: ["sent", "delivered", "read"],
    batchMax: BATCH_MAX,
    error: (code) => ({
      ...troubleOf(code),
      body: JSON.stringify({ error: "simulated failure" }),
    }),
    read(called, reply) {
      const header = called.headers[SIGNATURE_HEADER];
      const given = Array.isArray(header) ? undefined : header;
      if (!stampedFits(key, given, { body: called.body, at: now() })) {
        reply.send(401, JSON.stringify({ error: "wrong signature" }));
        return null;
      }
      const posted = Posted.safeParse(jsonOf(called.body)).data;
      if (!posted) {
        reply.send(400, JSON.stringify({ error: "not understood" }));
        return null;
      }
      const { to: address, reference, body: text, callbackUrl } = posted;
      const answer = { status: 202, body: JSON.stringify({ id: `w-${reference}` }) };
      return { address, reference, text, providerId: `w-${reference}`, callbackUrl, answer };
    },
    write: (news, url) => ({
      method: "POST",
      url,
      json: { events: news.map(eventOf) },
      secret: { stamp: { header: SIGNATURE_HEADER, key, at: now() } },
    }),
  };
}

function eventOf(news: News): Record<string, unknown> {
  const { at } = news;
  if (news.kind === "reply") {
    return { event: "reply", from: news.from, body: news.text, reference: news.to?.reference, at };
  }
  const about = { reference: news.of.reference, id: news.of.providerId, at };
  if (news.kind === "fact") return { event: "receipt", ...about, fact: news.fact };
  return { event: "refusal", ...about, why: "nobody there", blame: "address" };
}
