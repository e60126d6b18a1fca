import { createApp } from "../../src/http/app.ts";
import { hookRoutes } from "../../src/http/hooks/routes.ts";
import type { LiveHub } from "../../src/http/live.ts";
import type { Front, Routes } from "../../src/http/routes.ts";
import { hubSignature, stampedSignature, twilioSignature } from "../../src/lib/signatures.ts";
import { createPlace } from "../place.ts";
import { createDeliveryWorld, SECOND, type Way } from "../stories/delivery-world.ts";

const PUBLIC_URL = "https://status.example.org";
const SECRETS = {
  whatsapp: "app-secret-123",
  sms: "auth-token-123",
  webhook: "a-shared-key-of-sixteen",
};
const FORM = "application/x-www-form-urlencoded";
const silentHub: LiveHub = { add() {}, listen() {}, listeners: 0, stop: async () => {} };

export type Warning = { fields: unknown; message: string };

/** The delivery world, and the real doors on which its providers knock. */
export async function createCallbackDesk() {
  const world = await createDeliveryWorld();
  const place = createPlace();
  const warnings: Warning[] = [];
  const front: Front = {
    house: world.house,
    publicUrl: PUBLIC_URL,
    callbackBase: "http://127.0.0.1:1",
    dataDir: place.path,
    trustedHops: 0,
  };
  const outside = [heardBy(warnings)];
  const app = await createApp({ front, hub: silentHub, logLevel: "silent", outside });
  return {
    ...world,
    app,
    dataDir: place.path,
    warnings,
    /** Knocks as the provider of this channel does; `signature` replaces its own. */
    async knock(way: Way, body: string, extra: { signature?: string; query?: string } = {}) {
      const url = `/hooks/${world.channels[way]}${extra.query ?? ""}`;
      const type = way === "sms" ? FORM : "application/json";
      const signed = extra.signature ?? signatureOf(way, { url, body, at: world.clock() });
      const headers = { "content-type": type, [HEADERS[way]]: signed };
      return await app.inject({ method: "POST", url, headers, payload: body });
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      await world[Symbol.asyncDispose]();
      place[Symbol.dispose]();
    },
  };
}

/** The doors, with an ear for what they put on the log. */
function heardBy(warnings: Warning[]): Routes {
  return async (app, front) => {
    app.addHook("onRequest", async (request) => {
      request.log.warn = (fields: unknown, message?: string) =>
        void warnings.push({ fields, message: message ?? "" });
    });
    await hookRoutes(app, front);
  };
}

const HEADERS: Record<Way, string> = {
  whatsapp: "x-hub-signature-256",
  sms: "x-twilio-signature",
  webhook: "tocsin-signature",
};

function signatureOf(way: Way, { url, body, at }: { url: string; body: string; at: number }) {
  if (way === "whatsapp") return hubSignature(SECRETS.whatsapp, Buffer.from(body));
  if (way === "webhook") return stampedSignature(SECRETS.webhook, at, body);
  return twilioSignature(SECRETS.sms, PUBLIC_URL + url, new URLSearchParams(body));
}

/** What WhatsApp tells about one of our attempts. */
export const statusOf = (reference: string, status: string, at: number): string =>
  whatsAppBody({
    statuses: [
      {
        id: `wamid.${reference}`,
        status,
        timestamp: String(Math.floor(at / SECOND)),
        biz_opaque_callback_data: reference,
      },
    ],
  });

/** What somebody wrote to us on WhatsApp. */
export const messageFrom = (from: string, text: string, at: number): string =>
  whatsAppBody({
    messages: [
      {
        from: from.slice(1),
        id: `wamid.from${from}`,
        timestamp: String(Math.floor(at / SECOND)),
        type: "text",
        text: { body: text },
      },
    ],
  });

const whatsAppBody = (value: object): string =>
  JSON.stringify({ entry: [{ changes: [{ field: "messages", value }] }] });
