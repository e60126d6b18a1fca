import { z } from "zod";
import { forgetBrowser } from "../../actions/subscriber/manage.ts";
import { subscribe } from "../../actions/subscriber/subscribe.ts";
import { MINUTE_MS } from "../../lib/clock.ts";
import { workerScript } from "../../pages/push-script.ts";
import type { App, Front, Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { headersFor } from "./headers.ts";
import { atEachPlace } from "./place-routes.ts";
import { contextHere, pageIdHere } from "./serving.ts";

const POSTS_PER_MINUTE_MAX = 20;
const BODY_BYTES_MAX = 8_192;
const POINTS_MAX = 200;
const posting = {
  bodyLimit: BODY_BYTES_MAX,
  config: { rateLimit: { max: POSTS_PER_MINUTE_MAX, timeWindow: MINUTE_MS } },
};

/** What the browser hands over (Push API, PushSubscription.toJSON()). */
const Subscription = z.object({
  endpoint: z.string().max(1_000),
  keys: z.object({ p256dh: z.string().max(200), auth: z.string().max(100) }),
});
const Wish = z.object({
  subscription: Subscription,
  language: z.enum(["fr", "en"]),
  points: z.array(z.uuid()).max(POINTS_MAX).default([]),
  works: z.boolean().default(true),
});

/** Notifications of the browser: the worker, and what the page's script says for its visitor. */
export const pushRoutes =
  (face: Face): Routes =>
  async (app, front) => {
    await atEachPlace(app, face, (scope) => {
      working(scope, face);
      taking(scope, face, front);
    });
  };

function working(app: App, face: Face): void {
  app.get("/sw.js", { schema: { hide: true } }, (_request, reply) =>
    reply
      .headers({ ...headersFor("script"), "cache-control": "no-cache" })
      .header("content-security-policy", "default-src 'self'")
      .send(workerScript),
  );
  app.get("/manifest.webmanifest", { schema: { hide: true } }, (request, reply) => {
    const language = face.defaultLanguage(face.places().of(request));
    const context = contextHere(face, reply, language);
    const base = context?.base ?? "";
    const name = context?.state.organisation.name ?? "Tocsin";
    const icons = [{ src: `${base}/favicon.svg`, sizes: "any", type: "image/svg+xml" }];
    const body = { name, short_name: name, start_url: `${base}/`, display: "standalone", icons };
    return reply
      .headers(headersFor("json"))
      .type("application/manifest+json; charset=utf-8")
      .serializer(JSON.stringify)
      .send(body);
  });
}

function taking(app: App, face: Face, { house }: Front): void {
  app.post(
    "/subscriptions/push",
    { ...posting, schema: { hide: true, body: Wish } },
    async (request, reply) => {
      const { subscription, language, points: pointIds, works } = request.body;
      const pageId = pageIdHere(face, request);
      const address = JSON.stringify(subscription);
      const about = {
        pageId,
        pointIds,
        works,
        incidentId: null,
        owner: null,
        format: "statuspage",
      } as const;
      const noted = await subscribe(house, { kind: "push", address, language, ...about });
      return reply.code(noted.kind === "noted" ? 202 : 400).send();
    },
  );
  app.post(
    "/subscriptions/push/removal",
    { ...posting, schema: { hide: true, body: Wish.pick({ subscription: true }) } },
    async (request, reply) => {
      const address = JSON.stringify(request.body.subscription);
      await forgetBrowser(house, { address });
      return reply.code(202).send();
    },
  );
}
