import { challengeOf, hookKeyOf } from "../actions/subscriber/links.ts";
import type { Outcome } from "../domain/outcome.ts";
import { sameSignature } from "../lib/signatures.ts";
import type { Wire } from "../lib/wire.ts";
import type { SubscriberRow } from "../store/subscribers.ts";
import { slackWebhook } from "../transports/slack-webhook.ts";
import { teamsWorkflow } from "../transports/teams-workflow.ts";
import type { Message } from "../transports/transport.ts";

/** So long a machine may think about it; what it says is hardly read. */
const POST_TIMEOUT_MS = 30_000;
const ANSWER_LENGTH_MAX = 10_000;
const SIGNATURE_HEADER = "tocsin-signature";

type Post = {
  subscriber: SubscriberRow;
  url: string;
  secretKey: Buffer;
  reference: string;
  at: number;
};

/** Posts to a machine that a stranger named: signed, dated, named once, and nothing is followed. */
export async function postHook(wire: Wire, post: Post, body: object): Promise<Outcome> {
  const answer = await ask(wire, post, body);
  return answer.ok ? { kind: "accepted", providerId: null } : answer.failed;
}

/** Asks the machine to send a word back; whoever runs it wants our messages if it does. */
export async function postChallenge(
  wire: Wire,
  post: Post,
): Promise<{ outcome: Outcome; answered: boolean }> {
  const challenge = challengeOf(post.secretKey, post.subscriber);
  const answer = await ask(wire, post, { version: "1", type: "challenge", challenge });
  if (!answer.ok) return { outcome: answer.failed, answered: false };
  const answered = sameSignature(challengeIn(answer.json) ?? answer.text.trim(), challenge);
  if (answered) return { outcome: { kind: "accepted", providerId: null }, answered };
  return { outcome: { kind: "rejected", why: "the challenge did not come back" }, answered };
}

/** A room at Slack or Teams: its address is its own key. */
export async function postRoom(wire: Wire, post: Post, message: Message): Promise<Outcome> {
  const { subscriber, url } = post;
  const transport = subscriber.kind === "slack" ? slackWebhook : teamsWorkflow;
  const body = message.body.slice(0, transport.limits.bodyLengthMax);
  return await transport.send({ ...message, body }, "room", { url }, wire);
}

async function ask(wire: Wire, { subscriber, url, secretKey, reference, at }: Post, json: object) {
  return await wire.request({
    method: "POST",
    url,
    headers: { "idempotency-key": reference },
    secret: { stamp: { header: SIGNATURE_HEADER, key: hookKeyOf(secretKey, subscriber), at } },
    timeoutMs: POST_TIMEOUT_MS,
    bodyLengthMax: ANSWER_LENGTH_MAX,
    json,
  });
}

function challengeIn(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null || !("challenge" in json)) return undefined;
  return typeof json.challenge === "string" ? json.challenge : undefined;
}
