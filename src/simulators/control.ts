import { z } from "zod";
import { jsonOf } from "../lib/json.ts";
import { ACCOUNT_STATES, type Conduct, STATES, TEMPLATE_STATES } from "./conduct.ts";
import type { Ledger } from "./ledger.ts";
import type { Called, Reply } from "./listener.ts";

const Share = z.number().min(0).max(1);
const Rules = z.object({
  perPersonMs: z.number().positive().nullable(),
  peopleADayMax: z.number().int().positive().nullable(),
  windowMs: z.number().positive().nullable(),
  templates: z.record(z.string(), z.enum(TEMPLATE_STATES)),
  tokenUntil: z.number().nullable().default(null),
});
const Change = z
  .object({
    state: z.enum(STATES),
    errorCode: z.number(),
    loseAnswers: Share,
    answerMs: z.number().min(0),
    perSecondMax: z.number().positive().nullable(),
    retryAfterS: z.number().positive().nullable(),
    duplicated: Share,
    dropped: Share,
    reordered: z.boolean(),
    receiptsLateMs: z.number().min(0),
    batchMax: z.number().int().positive(),
    account: z.enum(ACCOUNT_STATES),
    rules: Rules,
  })
  .partial();
const Target = z.object({ url: z.string().nullable() });

export type Controlled = {
  received: Ledger;
  waiting(): number;
  setConduct(change: Partial<Conduct>): Promise<void>;
  setCallbackUrl(url: string | null): void;
};

/** Lets another process look into a simulator and change its mood. */
export function control(called: Called, reply: Reply, controlled: Controlled): void {
  const { received } = controlled;
  if (called.method === "PUT") return change(called, reply, controlled);
  if (called.query.has("list")) {
    const lines = received.all().map((message) => JSON.stringify(message));
    return reply.send(200, lines.join("\n"), { "content-type": "application/x-ndjson" });
  }
  reply.send(200, JSON.stringify({ ...received.summary(), waiting: controlled.waiting() }));
}

function change(called: Called, reply: Reply, controlled: Controlled): void {
  const wish = jsonOf(called.body);
  const conduct = Change.safeParse(wish).data;
  const target = Target.safeParse(wish).data;
  if (called.path === "/_callback" && target) {
    controlled.setCallbackUrl(target.url);
    reply.send(200, "{}");
  } else if (called.path === "/_conduct" && conduct) {
    void controlled.setConduct(defined(conduct)).then(() => reply.send(200, "{}"));
  } else {
    reply.send(400, JSON.stringify({ error: "not understood" }));
  }
}

function defined(conduct: z.infer<typeof Change>): Partial<Conduct> {
  return Object.fromEntries(Object.entries(conduct).filter(([, value]) => value !== undefined));
}
