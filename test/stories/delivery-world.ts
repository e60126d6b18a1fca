import { approveBroadcast } from "../../src/actions/broadcast/approve.ts";
import { createBroadcast } from "../../src/actions/broadcast/create.ts";
import { type BroadcastInput, draftPlan } from "../../src/actions/broadcast/plan.ts";
import { createChannel } from "../../src/actions/channel/create.ts";
import { takeIn } from "../../src/actions/inbox/take-in.ts";
import type { Cascade } from "../../src/domain/cascade.ts";
import type { Texts } from "../../src/domain/language.ts";
import { createWire } from "../../src/lib/wire.ts";
import { deliverOnce } from "../../src/loops/deliver.ts";
import { createWorker, type DeliverContext } from "../../src/loops/deliver-worker.ts";
import { type HearContext, hearOnce } from "../../src/loops/hear.ts";
import { createPeople, promptHabits } from "../../src/simulators/people.ts";
import { handSchedule } from "../../src/simulators/schedule.ts";
import { startTwilioSimulator } from "../../src/simulators/twilio.ts";
import { startWebhookSimulator } from "../../src/simulators/webhook-receiver.ts";
import { startWhatsAppSimulator } from "../../src/simulators/whatsapp-cloud.ts";
import { transact } from "../../src/store/database.ts";
import { createTestHouse, foundOrganisation, person } from "../house.ts";

export const planner = person("Leila", "communicator");
export const approver = person("Marc", "approver");
const admin = person("Ines", "administrator");
export const SECOND = 1_000;
const STEPS_MAX = 500;

const SECRETS = {
  whatsapp: { token: "token-123456", appSecret: "app-secret-123", verifyToken: "verify-123" },
  sms: { authToken: "auth-token-123" },
  webhook: { key: "a-shared-key-of-sixteen" },
};
export type Way = "whatsapp" | "sms" | "webhook";
export type Person = {
  name: string;
  language?: "fr" | "en";
  attributes?: Record<string, string>;
} & Partial<Record<Way, string>>;

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * Three simulated providers, the loops stepped by hand, and a clock that only a test turns. Receipts
 * are written into the inbox in the provider's own dialect, when a test wants them.
 */
export async function createDeliveryWorld() {
  const given = await createTestHouse();
  const { house, clock, db } = given;
  await foundOrganisation(house);
  const schedule = handSchedule();
  const options = (secrets: Record<string, string>) => ({
    secrets,
    schedule,
    now: clock,
    people: createPeople(promptHabits),
    // What they would tell by themselves is not told: tests say what is heard, and when.
    conduct: { dropped: 1 },
  });
  const simulators = {
    whatsapp: await startWhatsAppSimulator(options(SECRETS.whatsapp)),
    sms: await startTwilioSimulator(options(SECRETS.sms)),
    webhook: await startWebhookSimulator(options(SECRETS.webhook)),
  };
  const channels = {
    whatsapp: await channel("whatsapp-cloud", {
      base: simulators.whatsapp.url,
      phoneNumberId: "100200300",
      template: "crisis_notice",
      ...SECRETS.whatsapp,
    }),
    sms: await channel("twilio-sms", {
      base: simulators.sms.url,
      accountSid: `AC${"0".repeat(32)}`,
      sender: "Clairval",
      ...SECRETS.sms,
    }),
    webhook: await channel("signed-webhook", { url: simulators.webhook.url, ...SECRETS.webhook }),
  };
  const wire = createWire({ reach: "loopback" });
  const context: DeliverContext & HearContext = {
    house,
    wireFor: () => wire,
    publicUrl: "https://status.example.org",
    callbackBase: "http://127.0.0.1:1",
    log: quiet,
    spool: null,
  };
  const worker = createWorker(context);

  async function channel(transport: string, settings: Record<string, unknown>): Promise<number> {
    const input = { transport, name: transport, settings, perSecond: 1_000 };
    return (await createChannel(house, admin, input)).id;
  }

  /** A broadcast with everything that a test does not say itself. */
  function written(input: Partial<BroadcastInput> = {}): BroadcastInput {
    return { title: "Flood", texts: leave, cascade: cascadeOf(channels), ...input };
  }

  /** Plans a broadcast, which waits for its approval. */
  async function draft(input: Partial<BroadcastInput> = {}): Promise<number> {
    return (await createBroadcast(house, planner, written(input))).id;
  }

  /** Lets everything happen that can happen at this moment. */
  async function settle(): Promise<void> {
    for (let step = 0; step < STEPS_MAX; step++) {
      const heard = await hearOnce(context);
      const sent = await deliverOnce(context, worker);
      if (!heard && !sent) return;
    }
    throw new Error("The loops never came to rest.");
  }

  return {
    ...given,
    simulators,
    channels,
    context,
    worker,
    settle,
    async pass(ms: number) {
      clock.pass(ms);
      await settle();
    },
    /** Contacts with consent for each way they have. */
    async contacts(people: readonly Person[]): Promise<number[]> {
      return await transact(db, async (tx) => {
        const ids: number[] = [];
        for (const { name, language = "fr", attributes = {}, ...ways } of people) {
          const at = new Date(clock());
          const contact = await tx
            .insertInto("contact")
            .values({
              name,
              language,
              attributes: JSON.stringify(attributes),
              created_at: at,
              updated_at: at,
            })
            .returning("id")
            .executeTakeFirstOrThrow();
          ids.push(contact.id);
          for (const [kind, value] of Object.entries(ways)) {
            const of = { contact_id: contact.id, kind };
            await tx
              .insertInto("address")
              .values({ ...of, value })
              .execute();
            const proof = { wording: "yes", source: "form", at };
            await tx
              .insertInto("consent")
              .values({ ...of, state: "given", ...proof })
              .execute();
          }
        }
        return ids;
      });
    },
    written,
    draft,
    /** What a broadcast would come to now, before anything is kept of it. */
    async plan(input: Partial<BroadcastInput> = {}) {
      return (await draftPlan(db, written(input), clock())).plan;
    },
    /** Plans and approves a broadcast; it is running when this resolves. */
    async launch(input: Partial<BroadcastInput> = {}): Promise<number> {
      const id = await draft(input);
      await approveBroadcast(house, approver, { id });
      return id;
    },
    /** The provider tells us something about an attempt. */
    async tell(way: Way, reference: string, fact: "sent" | "delivered" | "read" | "failed") {
      await takeIn(house, [callback(way, { reference, fact })]);
    },
    /** Meta says what became of the template that we send with. */
    async tellTemplate(news: { event: string; language: string; name?: string }) {
      const { event, language, name = "crisis_notice" } = news;
      const value = {
        event,
        message_template_name: name,
        message_template_language: language,
      };
      const change = { field: "message_template_status_update", value };
      const body = Buffer.from(JSON.stringify({ entry: [{ changes: [change] }] }));
      const item = { channelId: channels.whatsapp, receivedAt: clock(), query: "" };
      await takeIn(house, [{ ...item, contentType: "application/json", body }]);
    },
    /** Somebody writes to us. */
    async write(way: "whatsapp" | "sms", from: string, text: string) {
      await takeIn(house, [callback(way, { from, text })]);
    },
    async deliveries(broadcastId: number) {
      return await db
        .selectFrom("delivery")
        .selectAll()
        .where("broadcast_id", "=", broadcastId)
        .orderBy("ordinal")
        .execute();
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(Object.values(simulators).map(async (simulator) => await simulator.stop()));
      await wire.close();
      await given[Symbol.asyncDispose]();
    },
  };

  type News = { reference: string; fact: string } | { from: string; text: string };

  function callback(way: Way, news: News) {
    const item = { channelId: channels[way], receivedAt: clock(), query: "" };
    if (way === "sms") {
      const form =
        "from" in news
          ? { SmsStatus: "received", MessageSid: house.newId(), From: news.from, Body: news.text }
          : {
              MessageSid: "SM1",
              MessageStatus: news.fact === "failed" ? "undelivered" : news.fact,
              ErrorCode: "30003",
            };
      const query = "from" in news ? "" : `reference=${news.reference}`;
      const body = Buffer.from(new URLSearchParams(form).toString());
      return { ...item, query, contentType: "application/x-www-form-urlencoded", body };
    }
    const body = Buffer.from(JSON.stringify(way === "whatsapp" ? whatsApp(news) : webhook(news)));
    return { ...item, contentType: "application/json", body };
  }

  function whatsApp(news: News) {
    const timestamp = String(Math.floor(clock() / SECOND));
    const value =
      "from" in news
        ? {
            messages: [
              {
                from: news.from.slice(1),
                id: house.newId(),
                timestamp,
                type: "text",
                text: { body: news.text },
              },
            ],
          }
        : {
            statuses: [
              {
                id: "wamid.x",
                status: news.fact,
                timestamp,
                biz_opaque_callback_data: news.reference,
                ...(news.fact === "failed" ? { errors: [{ code: 131026 }] } : {}),
              },
            ],
          };
    return { entry: [{ changes: [{ field: "messages", value }] }] };
  }
}

function webhook(news: { reference: string; fact: string } | { from: string; text: string }) {
  if ("from" in news) return { events: [{ event: "reply", from: news.from, body: news.text }] };
  const { reference, fact } = news;
  if (fact === "failed") return { events: [{ event: "refusal", reference, blame: "platform" }] };
  return { events: [{ event: "receipt", reference, fact }] };
}

export const leave: Texts = {
  fr: { heading: "Crue", body: "Quittez la rive nord." },
  en: { heading: "Flood", body: "Leave the north bank." },
};

/** WhatsApp for a minute, then SMS for a minute, then the webhook. */
export function cascadeOf(channels: Record<Way, number>): Cascade {
  return {
    rungs: [
      { channelId: channels.whatsapp, patienceMs: 60 * SECOND, success: "delivered" },
      { channelId: channels.sms, patienceMs: 60 * SECOND, success: "delivered" },
      { channelId: channels.webhook, patienceMs: 60 * SECOND, success: "accepted" },
    ],
    expiresAfterMs: 3_600 * SECOND,
    triesMax: 3,
  };
}

/** So many people with all three ways. */
export const crowd = (size: number): Person[] =>
  Array.from({ length: size }, (_, n) => ({
    name: `Person ${n}`,
    whatsapp: `+336120${String(n).padStart(5, "0")}`,
    sms: `+336120${String(n).padStart(5, "0")}`,
    webhook: `pager-${n}`,
  }));
