import { z } from "zod";
import { jsonOf } from "../lib/json.ts";
import type { Reply } from "./listener.ts";
import { simulatorOf } from "./provider.ts";
import { type Dialect, type ErrorAnswer, mute, type Stage, troubleOf } from "./simulator.ts";

const CARD_BYTES_MAX = 28_000;

const Run = z.object({ type: z.literal("TextRun"), text: z.string() });
const Element = z.discriminatedUnion("type", [
  z.object({ type: z.literal("RichTextBlock"), inlines: z.array(Run) }),
  z.object({ type: z.literal("TextBlock"), text: z.string() }),
]);
const Card = z.object({
  type: z.literal("AdaptiveCard"),
  version: z.string(),
  body: z.array(Element),
});
const Posted = z.object({
  type: z.literal("message"),
  attachments: z
    .array(
      z.object({
        contentType: z.literal("application/vnd.microsoft.card.adaptive"),
        content: Card,
      }),
    )
    .min(1),
});

/**
 * A flow of Power Automate that posts a card to a room of Teams, called by the path of its address.
 * It answers that it has begun and nothing more; a card that Teams could not show it refuses, where
 * a real flow would begin and fail unseen. Secrets: `sig`.
 */
export const startTeamsSimulator = simulatorOf(dialect);

function dialect({ secrets }: Stage): Dialect {
  let count = 0;
  return {
    ...mute,
    error,
    read(called, reply) {
      const sig = called.query.get("sig");
      if (sig === null || (secrets["sig"] && sig !== secrets["sig"])) {
        return refuse(reply, 401, "DirectApiAuthorizationRequired");
      }
      if (called.body.length > CARD_BYTES_MAX) return refuse(reply, 413, "RequestEntityTooLarge");
      const posted = Posted.safeParse(jsonOf(called.body)).data;
      if (!posted) return refuse(reply, 400, "TriggerInputSchemaMismatch");
      const reference = `teams-${(count += 1)}`;
      const text = posted.attachments.map(({ content }) => linesOf(content)).join("\n");
      const about = { address: called.path, reference, providerId: reference, text };
      return { ...about, callbackUrl: null, answer: { status: 202, body: "" } };
    },
  };
}

const linesOf = (card: z.infer<typeof Card>): string =>
  card.body
    .map((element) =>
      element.type === "TextBlock" ? element.text : element.inlines.map((run) => run.text).join(""),
    )
    .join("\n");

function refuse(reply: Reply, status: number, code: string): null {
  reply.send(status, JSON.stringify({ error: { code, message: "Simulated failure" } }));
  return null;
}

const CODES: Readonly<Record<number, string>> = {
  400: "WorkflowTriggerIsNotEnabled",
  401: "DirectApiAuthorizationRequired",
  404: "WorkflowNotFound",
  429: "TooManyRequests",
};

function error(code: number | "throttled"): ErrorAnswer {
  const { status, headers } = troubleOf(code);
  const name = CODES[status] ?? "InternalServerError";
  const body = JSON.stringify({ error: { code: name, message: "Simulated failure" } });
  return { status, body, headers };
}
