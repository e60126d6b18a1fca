import { z } from "zod";
import { jsonOf } from "../lib/json.ts";
import type { Reply } from "./listener.ts";
import { simulatorOf } from "./provider.ts";
import { type Dialect, type ErrorAnswer, mute, type Stage, troubleOf } from "./simulator.ts";

const PATH = /^\/services\/(\w+)\/(\w+)\/([\w-]+)$/;
const TEXT_LENGTH_MAX = 40_000;
const TEXT = { "content-type": "text/plain" };

const Posted = z.object({ text: z.string().optional(), blocks: z.array(z.unknown()).optional() });

/**
 * Slack's incoming webhooks: one room each, answers in one word of plain text. A room is called by
 * the two names of its address. Secrets: `tail`, the last part of the address.
 */
export const startSlackSimulator = simulatorOf(dialect);

function dialect({ secrets }: Stage): Dialect {
  let count = 0;
  return {
    ...mute,
    error,
    read(called, reply) {
      const [, team, room, tail] = PATH.exec(called.path) ?? [];
      if (room === undefined) return refuse(reply, 404, "no_service");
      if (secrets["tail"] && tail !== secrets["tail"]) return refuse(reply, 403, "invalid_token");
      const posted = Posted.safeParse(jsonOf(called.body)).data;
      if (!posted) return refuse(reply, 400, "invalid_payload");
      const { text = "", blocks = [] } = posted;
      if (text === "" && blocks.length === 0) return refuse(reply, 400, "no_text");
      if (text.length > TEXT_LENGTH_MAX) return refuse(reply, 400, "msg_too_long");
      const reference = `slack-${(count += 1)}`;
      const answer = { status: 200, body: "ok", headers: TEXT };
      const about = { address: `${team}/${room}`, reference, providerId: reference };
      return { ...about, text: shown(text), callbackUrl: null, answer };
    },
  };
}

const SIGNS: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** What stands in the room: escapes are their signs again, and commands have done what they do. */
const shown = (text: string): string =>
  text
    .replace(/<!(channel|here|everyone)[^>]*>/g, "@$1")
    .replace(/&(?:amp|lt|gt);/g, (escape) => SIGNS[escape] ?? escape);

function refuse(reply: Reply, status: number, word: string): null {
  reply.send(status, word, TEXT);
  return null;
}

const WORDS: Readonly<Record<number, string>> = {
  400: "invalid_payload",
  403: "action_prohibited",
  404: "no_service",
  410: "channel_is_archived",
  429: "rate_limited",
};

function error(code: number | "throttled"): ErrorAnswer {
  const { status, headers } = troubleOf(code);
  return { status, body: WORDS[status] ?? "rollup_error", headers: { ...TEXT, ...headers } };
}
