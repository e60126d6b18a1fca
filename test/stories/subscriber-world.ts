import { machine } from "../../src/actions/action.ts";
import { draftAnnouncement } from "../../src/actions/announcement/draft.ts";
import { publishAnnouncement } from "../../src/actions/announcement/publish.ts";
import { createChannel } from "../../src/actions/channel/create.ts";
import { createContactPoint } from "../../src/actions/contact-point/create.ts";
import { takeIn } from "../../src/actions/inbox/take-in.ts";
import { openIncident } from "../../src/actions/incident/open.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { changeTerms } from "../../src/actions/subscriber/fuse.ts";
import type { Severity } from "../../src/domain/announcement.ts";
import { SUBSCRIBER_KINDS } from "../../src/domain/subscriber.ts";
import { createFace } from "../../src/http/public/face.ts";
import { publicRoutes } from "../../src/http/public/routes.ts";
import { HOUR_MS } from "../../src/lib/clock.ts";
import { createWire } from "../../src/lib/wire.ts";
import { hearOnce } from "../../src/loops/hear.ts";
import { createTeller, type TellContext, type TellLimits, tellOnce } from "../../src/loops/tell.ts";
import { startSmtpSimulator } from "../../src/simulators/smtp.ts";
import { startTwilioSimulator } from "../../src/simulators/twilio.ts";
import { startWebPushSimulator } from "../../src/simulators/web-push.ts";
import { listPublicPages } from "../../src/store/public-pages.ts";
import { readPublicState } from "../../src/store/public-state.ts";
import { createTestFront } from "../front.ts";
import { person } from "../house.ts";

export const admin = person("Ines", "administrator");
export const writer = person("Leila", "communicator");
export const PAGE = "https://status.example.org";
export const VAPID = "jpbfRX9M9-FMvYEot6bXPEtCFNvLSR1IWd834Gqt6QM";
const TWILIO = { accountSid: `AC${"0".repeat(32)}`, authToken: "auth-token-123" };
const TERMS = { perSubscriberHourMax: 6, perMinuteMax: 60_000, perDayMax: 1_000_000 };
const STEPS_MAX = 200;
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const setUp = machine("test");

type Options = { mode?: "live" | "training"; limits?: Partial<TellLimits> };

/** A public page with its visitors, a mail server, a carrier and a push service, and a clock by hand. */
export async function createSubscriberWorld({ mode = "live", limits = {} }: Options = {}) {
  const late: {
    read: () => ReturnType<typeof readPublicState>;
    pages: () => ReturnType<typeof listPublicPages>;
    now: () => number;
  } = { read: async () => null, pages: async () => [], now: () => 0 };
  const face = createFace({
    read: () => late.read(),
    pages: () => late.pages(),
    now: () => late.now(),
    publicUrl: PAGE,
    bannerScript: null,
  });
  const front = await createTestFront({ outside: [publicRoutes(face)] });
  const { house, db, clock, app } = front;
  late.read = () => readPublicState(db, clock());
  late.pages = () => listPublicPages(db);
  late.now = clock;
  const drill = mode === "training";
  await db.updateTable("organisation").set({ mode }).execute();
  const now = clock;
  const simulators = {
    mail: await startSmtpSimulator({ now }),
    sms: await startTwilioSimulator({ now, secrets: { authToken: TWILIO.authToken } }),
    push: await startWebPushSimulator({ now }),
  };
  const { mail, sms, push } = simulators;
  const from = { from: "status@example.org", fromName: "Clairval" };
  await channel("smtp-email", { host: "127.0.0.1", port: mail.port, security: "none", ...from });
  await channel("twilio-sms", { base: sms.url, sender: "Clairval", ...TWILIO });
  const contact = "mailto:ops@example.org";
  await channel("web-push", { base: push.url, contact, privateKey: VAPID });
  await changeTerms(house, admin, { offered: [...SUBSCRIBER_KINDS], ...TERMS });
  await createPlatform(house, setUp, {
    id: "whatsapp",
    name: "WhatsApp",
    failureDomain: "meta",
    capabilities: [],
  });
  await face.refresh();
  const wire = createWire({ reach: "loopback" });
  const context: TellContext = {
    house,
    wireFor: () => wire,
    publicUrl: PAGE,
    log: quiet,
    limits,
  };
  const teller = createTeller(context);

  async function channel(transport: string, settings: Record<string, unknown>) {
    const input = { transport, name: transport, settings, perSecond: 200, drill };
    await createChannel(house, admin, input);
  }

  /** A provider calls us. */
  async function hear(
    kind: "sms" | "email",
    said: { contentType: string; query: string; body: string },
  ): Promise<void> {
    const { id } = await db
      .selectFrom("channel")
      .select("id")
      .where("address_kind", "=", kind)
      .executeTakeFirstOrThrow();
    const { contentType, query, body } = said;
    const item = { channelId: id, receivedAt: clock(), contentType, query };
    await takeIn(house, [{ ...item, body: Buffer.from(body) }]);
    await hearOnce({ house, wireFor: () => wire, log: quiet, spool: null });
  }

  /** Lets everything be told that can be told at this moment; tokens come with the seconds. */
  async function settle(): Promise<void> {
    for (let step = 0; step < STEPS_MAX; step++) {
      if (!(await tellOnce(context, teller))) return;
    }
    throw new Error("The loop never came to rest.");
  }

  let isDrawn = true;
  /** The pages as they read now: drawn for whoever looks, as most stories never do. */
  async function draw(): Promise<void> {
    if (!isDrawn) await face.refresh();
    isDrawn = true;
  }

  let visitors = 0;
  return {
    ...front,
    simulators,
    face,
    context,
    settle,
    async pass(ms: number) {
      clock.pass(ms);
      await settle();
    },
    async get(url: string) {
      await draw();
      return await app.inject({ method: "GET", url });
    },
    /** A form, sent by a visitor of their own, unless it says from where. */
    async post(url: string, fields: Record<string, string> | string, ip?: string) {
      await draw();
      const payload = typeof fields === "string" ? fields : new URLSearchParams(fields).toString();
      const remoteAddress = ip ?? `10.9.${(visitors += 1) >> 8}.${visitors & 255}`;
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      return await app.inject({ method: "POST", url, payload, headers, remoteAddress });
    },
    async point(id: string, platformId: string | null) {
      const name = { fr: id, en: id };
      const rest = { kind: "phone", link: null, hours: null, languages: [], waitingMinutes: null };
      const made = await createContactPoint(house, admin, {
        name,
        platformId,
        ...rest,
        baseline: "operational",
        position: 0,
      });
      isDrawn = false;
      return made.id;
    },
    /** Somebody answers an SMS. */
    async hearSms(number: string, text: string) {
      const said = { From: number, To: "Clairval", Body: text, MessageSid: "SM1" };
      const body = new URLSearchParams({ ...said, SmsStatus: "received" });
      const contentType = "application/x-www-form-urlencoded";
      await hear("sms", { contentType, query: "", body: body.toString() });
    },
    hear,
    async incident(platformId: string | null = "whatsapp"): Promise<string> {
      const title = { fr: "Panne de WhatsApp", en: "WhatsApp outage" };
      const opened = await openIncident(house, admin, { platformId, title, drill, note: "" });
      return opened.id;
    },
    /** Says something in public about an incident. */
    async say(incidentId: string, words: string, severity: Severity = "major"): Promise<string> {
      const text = (language: string) => ({
        title: `${words} (${language})`,
        message: `Message ${words}`,
        advice: "Advice",
        nextStep: "Next",
      });
      const draft = await draftAnnouncement(house, writer, {
        incidentId,
        texts: { fr: text("fr"), en: text("en") },
        severity,
        source: "Clairval",
        nextUpdateAt: clock() + HOUR_MS,
      });
      await publishAnnouncement(house, writer, { id: draft.id });
      isDrawn = false;
      return draft.id;
    },
    async [Symbol.asyncDispose]() {
      await wire.close();
      await Promise.all(Object.values(simulators).map(async (one) => await one.stop()));
      await front[Symbol.asyncDispose]();
    },
  };
}

export type SubscriberWorld = Awaited<ReturnType<typeof createSubscriberWorld>>;

/** The link of a message that leads to a page of ours, without its origin. */
export function linkIn(text: string | undefined, path: string): string {
  const found = (text ?? "").match(
    new RegExp(`${PAGE}((?:/p/[a-z]+)?/(?:fr|en)/${path}\\?t=[\\w.-]+)`),
  );
  return found?.[1] ?? `no ${path} in: ${text}`;
}

/** Somebody subscribes by e-mail and opens the link in the mail. */
export async function subscribed(
  world: SubscriberWorld,
  address: string,
  wish: { language?: "fr" | "en"; fields?: Record<string, string>; base?: string } = {},
): Promise<string> {
  const { language = "fr", fields = {}, base = "" } = wish;
  const answer = await world.post(`${base}/${language}/subscribe`, {
    by: "email",
    address,
    ...fields,
  });
  if (answer.statusCode !== 303) throw new Error(`${answer.statusCode} ${answer.body}`);
  await world.settle();
  const [letter] = world.simulators.mail.received.textsOf(address).slice(-1);
  const confirmed = await world.post(linkIn(letter, "subscribe/confirm"), {});
  if (confirmed.statusCode !== 200) throw new Error(`${confirmed.statusCode} ${confirmed.body}`);
  return confirmed.body;
}
