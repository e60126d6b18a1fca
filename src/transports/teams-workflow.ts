import { z } from "zod";
import type { Outcome } from "../domain/outcome.ts";
import { words } from "../lib/description.ts";
import type { Answer } from "../lib/wire.ts";
import { askedWait } from "./asked-wait.ts";
import { notTheAddress } from "./not-the-address.ts";
import { roomAddress } from "./room.ts";
import { defineTransport, type Message } from "./transport.ts";

const BODY_LENGTH_MAX = 4_000;
/** Teams shows no larger card, and tells nobody. */
const CARD_BYTES_MAX = 28_000;
const SEND_TIMEOUT_MS = 15_000;
const PER_SECOND_MAX = 2;

const Settings = z.object({
  url: z
    .url()
    .regex(/[?&]sig=[\w%~.-]{8,}/)
    .meta(
      words(
        { fr: "Adresse du flux Power Automate", en: "Address of the Power Automate flow" },
        {
          fr: "Dans Teams : le menu du canal, Workflows, le modèle qui publie dans un canal à la réception d’une requête webhook. L’adresse affichée à la fin contient sig=",
          en: "In Teams: the channel’s menu, Workflows, the template that posts to a channel when a webhook request is received. The address shown at the end contains sig=",
        },
      ),
    ),
});

export const teamsWorkflow = defineTransport({
  kind: "teams-workflow",
  title: { fr: "Canal Microsoft Teams", en: "Microsoft Teams channel" },
  addressKind: "teams",
  failureDomain: "microsoft",
  settings: Settings,
  secrets: ["url"],
  address: roomAddress({ fr: "Nom du canal Teams", en: "Name of the Teams channel" }),
  limits: {
    bodyLengthMax: BODY_LENGTH_MAX,
    perSecondMax: PER_SECOND_MAX,
    sendTimeoutMs: SEND_TIMEOUT_MS,
  },

  // https://learn.microsoft.com/connectors/teams/#microsoft-teams-webhook
  async send(message, _to, { url }, wire) {
    const answer = await wire.request({
      method: "POST",
      url: url.replace(/([?&]sig=)[^&#]+/, "$1{secret}"),
      secret: { inPath: new URL(url).searchParams.get("sig") ?? "" },
      timeoutMs: SEND_TIMEOUT_MS,
      json: cardOf(message),
    });
    // 202 says that the flow has begun: whether it posts, nobody tells.
    return answer.ok ? { kind: "accepted", providerId: null } : refusalOf(answer);
  },
});

/** With its lines and links where they fit; hundreds of them stand in one block, and no link opens. */
function cardOf(message: Message): object {
  const lines = message.body.split("\n").filter((line) => line.trim() !== "");
  const card = cardWith(message, lines.map(runsOf));
  if (Buffer.byteLength(JSON.stringify(card)) <= CARD_BYTES_MAX) return card;
  return cardWith(message, [[{ type: "TextRun", text: lines.join("\n") }]]);
}

/** https://adaptivecards.io/explorer/RichTextBlock.html: in a run of text no sign means anything. */
function cardWith({ heading, language }: Message, blocks: object[][]): object {
  const title = { type: "TextRun", text: heading, weight: "Bolder", size: "Large" };
  const content = {
    type: "AdaptiveCard",
    $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
    version: "1.4",
    lang: language,
    body: [[title], ...blocks].map((inlines) => ({ type: "RichTextBlock", inlines })),
    msteams: { width: "Full" },
  };
  const contentType = "application/vnd.microsoft.card.adaptive";
  return { type: "message", attachments: [{ contentType, contentUrl: null, content }] };
}

const LINK = /(https?:\/\/[^\s<>()[\]"]+)/;

function runsOf(line: string): object[] {
  return line
    .split(LINK)
    .map((text, n) => ({
      type: "TextRun",
      text,
      ...(n % 2 === 1 ? { selectAction: { type: "Action.OpenUrl", url: text } } : {}),
    }))
    .filter(({ text }) => text !== "");
}

const Refused = z.object({ error: z.object({ code: z.string().regex(/^[A-Za-z]{3,60}$/) }) });
/** The flow is there but busy; everything else needs whoever made it. */
const BUSY = /Throttl|TooManyRequests|QuotaExceeded/;

function refusalOf(answer: Extract<Answer, { ok: false }>): Outcome {
  const { json, failed } = answer;
  const code = Refused.safeParse(json).data?.error.code;
  const moved = notTheAddress(failed);
  if (code === undefined || !("why" in moved)) return moved;
  if (BUSY.test(code)) return { kind: "throttled", waitMs: askedWait(answer) };
  return { ...moved, why: `Teams: ${code}` };
}
