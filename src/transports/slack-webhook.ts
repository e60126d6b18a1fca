import { z } from "zod";
import type { Outcome } from "../domain/outcome.ts";
import { words } from "../lib/description.ts";
import type { Answer } from "../lib/wire.ts";
import { askedWait } from "./asked-wait.ts";
import { notTheAddress } from "./not-the-address.ts";
import { hideTail, roomAddress } from "./room.ts";
import { defineTransport } from "./transport.ts";

const BODY_LENGTH_MAX = 3_500;
const SEND_TIMEOUT_MS = 10_000;
const PER_SECOND_MAX = 1;

const Settings = z.object({
  url: z
    .url()
    .regex(/\/services\/\w+\/\w+\/[\w-]{8,}$/)
    .meta(
      words(
        { fr: "Adresse du webhook entrant", en: "Address of the incoming webhook" },
        {
          fr: "Sur api.slack.com/apps : votre application, « Incoming Webhooks », un webhook pour ce salon. Commence par https://hooks.slack.com/services/",
          en: "At api.slack.com/apps: your app, Incoming Webhooks, one webhook for this room. It begins with https://hooks.slack.com/services/",
        },
      ),
    ),
});

export const slackWebhook = defineTransport({
  kind: "slack-webhook",
  title: { fr: "Salon Slack", en: "Slack channel" },
  addressKind: "slack",
  failureDomain: "slack",
  settings: Settings,
  secrets: ["url"],
  address: roomAddress({ fr: "Nom du salon Slack", en: "Name of the Slack channel" }),
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },

  // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
  async send({ heading, body }, _to, { url }, wire) {
    const answer = await wire.request({
      method: "POST",
      ...hideTail(url),
      timeoutMs: SEND_TIMEOUT_MS,
      json: {
        text: escaped(`${heading}\n\n${body}`),
        mrkdwn: false,
        link_names: false,
        unfurl_links: false,
        unfurl_media: false,
      },
    });
    return answer.ok ? { kind: "accepted", providerId: null } : refusalOf(answer);
  },
});

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Between angle brackets Slack reads commands, `<!channel>` among them. */
const escaped = (text: string): string => text.replace(/[&<>]/g, (sign) => ESCAPES[sign] ?? "");

/** Slack refuses with one word of plain text, and the list of them has grown over the years. */
const WORDS =
  /^(?=\w{1,60}$)(?:invalid_\w+|no_\w+|\w+_not_found|\w+_is_archived|\w+_prohibited|\w+_denied|\w+_disabled|missing_\w+|too_many_\w+|rate_limited|rollup_error)$/;

function refusalOf(answer: Extract<Answer, { ok: false }>): Outcome {
  const { text, failed } = answer;
  const word = WORDS.exec(text.trim())?.[0];
  if (word === "rate_limited") return { kind: "throttled", waitMs: askedWait(answer) };
  const moved = notTheAddress(failed);
  return word !== undefined && "why" in moved ? { ...moved, why: `Slack: ${word}` } : moved;
}
