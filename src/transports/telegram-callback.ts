import { z } from "zod";
import type { Heard } from "../domain/outcome.ts";
import { SECOND_MS } from "../lib/clock.ts";
import { jsonOf } from "../lib/json.ts";
import type { Callback } from "./transport.ts";

/** Numbers of messages count within one chat only. */
export const idOf = (sent: { chat: { id: number }; message_id: number }): string =>
  `${sent.chat.id}/${sent.message_id}`;

const Update = z.object({
  message: z.object({
    message_id: z.number(),
    date: z.number(),
    chat: z.object({ id: z.number() }),
    text: z.string().optional(),
    caption: z.string().optional(),
  }),
});

/** What somebody wrote to the bot. Telegram tells nothing of what was delivered or read. */
export function hearTelegram({ body }: Callback): Heard[] {
  const message = Update.safeParse(jsonOf(body)).data?.message;
  if (!message) return [];
  const { text, caption, chat, date } = message;
  const providerId = idOf(message);
  const at = date * SECOND_MS;
  const said = commandless(text ?? caption ?? "");
  return [{ kind: "reply", from: String(chat.id), body: said, providerId, reference: null, at }];
}

/** `/stop@TownBot now` is a person who says stop. */
const commandless = (text: string): string => /^\/(\w+)(?:@\w+)?/.exec(text)?.[1] ?? text;
