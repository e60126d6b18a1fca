import { expect, test } from "vitest";
import { createChannel } from "../../src/actions/channel/create.ts";
import { hookRoutes } from "../../src/http/hooks/routes.ts";
import { createWire } from "../../src/lib/wire.ts";
import { hearOnce } from "../../src/loops/hear.ts";
import { createTestFront } from "../front.ts";
import { person } from "../house.ts";

const CHAT = 123456789;
const SECRET = "a-webhook-secret_of-the-test";
const log = { info: () => {}, warn: () => {}, error: () => {} };

/** Max, who agreed to hear from us on Telegram, and the bot's door. */
async function createBot() {
  const given = await createTestFront({ outside: [hookRoutes] });
  const { house, db, app, clock } = given;
  const token = `${CHAT}:AAF${"x".repeat(32)}`;
  const settings = { token, webhookSecret: SECRET };
  const input = { transport: "telegram", name: "Bot", settings };
  const channel = await createChannel(house, person("Ines", "administrator"), input);
  const at = new Date(clock());
  const { id } = await db
    .insertInto("contact")
    .values({ name: "Max", language: "fr", attributes: "{}", created_at: at, updated_at: at })
    .returning("id")
    .executeTakeFirstOrThrow();
  const of = { contact_id: id, kind: "telegram" };
  await db
    .insertInto("address")
    .values({ ...of, value: String(CHAT) })
    .execute();
  const proof = { wording: "/start", source: "form", at };
  await db
    .insertInto("consent")
    .values({ ...of, state: "given", ...proof })
    .execute();
  return {
    ...given,
    async write(text: string, secret = SECRET) {
      clock.pass(1_000);
      const date = Math.floor(clock() / 1_000);
      const message = { message_id: date, date, chat: { id: CHAT, type: "private" }, text };
      const headers = {
        "content-type": "application/json",
        "x-telegram-bot-api-secret-token": secret,
      };
      const payload = JSON.stringify({ update_id: date, message });
      const url = `/hooks/${channel.id}`;
      const { statusCode } = await app.inject({ method: "POST", url, headers, payload });
      const wire = createWire({ reach: "loopback" });
      await hearOnce({ house, wireFor: () => wire, log, spool: null });
      await wire.close();
      return statusCode;
    },
    consent: async () =>
      (await db.selectFrom("consent").select("state").orderBy("at", "desc").execute())[0]?.state,
  };
}

test("/stop to the bot is an opt-out, /start takes it back, and only Telegram may say so", async () => {
  await using bot = await createBot();
  expect(await bot.write("/stop", "a-guess-of-somebody-else")).toBe(401);
  expect(await bot.consent()).toBe("given");
  expect(await bot.write("/stop@ClairvalBot")).toBe(200);
  expect(await bot.consent()).toBe("withdrawn");
  expect(await bot.write("/start")).toBe(200);
  expect(await bot.consent()).toBe("given");
});
