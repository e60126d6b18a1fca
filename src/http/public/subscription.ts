import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { shownAddress } from "../../actions/subscriber/addresses.ts";
import { confirmByLink } from "../../actions/subscriber/confirm.ts";
import {
  hookKeyOf,
  type LinkPurpose,
  signSubscriberLink,
  subscriberOf,
} from "../../actions/subscriber/links.ts";
import { askAgain, changeSubscription, unsubscribe } from "../../actions/subscriber/manage.ts";
import { unseal } from "../../lib/crypto.ts";
import { askPage, managePage, type Subscription } from "../../pages/subscription.ts";
import type { SubscriberRow } from "../../store/subscribers.ts";
import type { App, Front } from "../routes.ts";
import { subscriptionHeaders } from "./headers.ts";
import { baseHere, pageIdHere } from "./serving.ts";
import {
  formOf,
  pointsIn,
  posting,
  questionOf,
  type Stand,
  show,
  showEnd,
} from "./subscribe-show.ts";

const hide = { schema: { hide: true } };
const Terms = z.object({
  language: z.enum(["fr", "en"]).catch("fr"),
  format: z.enum(["statuspage", "tocsin"]).catch("statuspage"),
});

/** What the signed links in our messages lead to: confirming, changing, leaving. */
export function subscriptionRoutes(app: App, stand: Stand): void {
  confirming(app, stand);
  leaving(app, stand);
  managing(app, stand);
}

const tokenOf = (request: FastifyRequest): string =>
  (questionOf(request).get("t") ?? "").slice(0, 200);

/** A link that was opened elsewhere leads home: to the page where its owner asked. */
function homeward(
  { face }: Stand,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  row: SubscriberRow,
): FastifyReply | null {
  if (row.page_id === pageIdHere(face, request)) return null;
  const home = face.places().urlOf(row.page_id);
  if (home === null) return null;
  const below = request.url.replace(/^\/p\/[^/]+(?=\/)/, "");
  return reply.headers(subscriptionHeaders).redirect(`${home}${below}`, 302);
}

const find = async ({ house, publicUrl }: Front, token: string, purpose: LinkPurpose) => {
  const signer = { secretKey: house.secretKey, page: publicUrl };
  return await subscriberOf(house.db, signer, { token, purpose, now: house.now() });
};

const unknown = (stand: Stand, reply: FastifyReply): FastifyReply =>
  showEnd(stand, reply.code(404), { kind: "unknown", manage: null });

function confirming(app: App, stand: Stand): void {
  const { front, language } = stand;
  const path = "/subscribe/confirm";
  app.get(`/${language}${path}`, hide, async (request, reply) => {
    const token = tokenOf(request);
    const row = await find(front, token, "confirm");
    if (!row) return unknown(stand, reply);
    const away = homeward(stand, { request, reply }, row);
    if (away) return away;
    const action = `${path}?t=${token}`;
    const ask = { kind: "confirm", path: action, action } as const;
    return show(stand, reply, (context) => askPage(context, ask));
  });
  app.post(`/${language}${path}`, posting, async (request, reply) => {
    const { house, publicUrl } = front;
    const row = await confirmByLink(house, { token: tokenOf(request), page: publicUrl });
    if (!row) return unknown(stand, reply);
    const kind = row.state === "owned" ? "owned" : "confirmed";
    return showEnd(stand, reply, { kind, manage: manageLink(stand, request, row) });
  });
}

function manageLink(
  { face, front: { house, publicUrl } }: Stand,
  request: FastifyRequest,
  subscriber: SubscriberRow,
): string {
  const signer = { secretKey: house.secretKey, page: publicUrl };
  const token = signSubscriberLink(signer, "manage", { subscriber, now: house.now() });
  return `${baseHere(face, request)}/${subscriber.language}/subscription?t=${token}`;
}

/** RFC 8058: mail programs POST here on their own button, without a cookie and without a question. */
function leaving(app: App, stand: Stand): void {
  const { front, language } = stand;
  const path = "/unsubscribe";
  app.get(`/${language}${path}`, hide, async (request, reply) => {
    const token = tokenOf(request);
    const row = await find(front, token, "unsubscribe");
    if (!row) return unknown(stand, reply);
    const away = homeward(stand, { request, reply }, row);
    if (away) return away;
    const action = `${path}?t=${token}`;
    const ask = { kind: "leave", path: action, action } as const;
    return show(stand, reply, (context) => askPage(context, ask));
  });
  app.post(`/${language}${path}`, hide, async (request, reply) => {
    const { house, publicUrl } = front;
    const link = { token: tokenOf(request), page: publicUrl, purpose: "unsubscribe" } as const;
    if (!(await unsubscribe(house, link))) return unknown(stand, reply);
    return showEnd(stand, reply, { kind: "left", manage: null });
  });
}

function managing(app: App, stand: Stand): void {
  const { face, front, language } = stand;
  const path = `/${language}/subscription`;
  app.get(path, hide, async (request, reply) => {
    const token = tokenOf(request);
    const row = await find(front, token, "manage");
    if (!row) return unknown(stand, reply);
    const away = homeward(stand, { request, reply }, row);
    if (away) return away;
    const saved = questionOf(request).has("saved");
    const view = viewOf(front, row, { token, saved });
    return show(stand, reply, (context) => managePage(context, view));
  });
  app.post(path, posting, async (request, reply) => {
    const { house, publicUrl } = front;
    const form = formOf(request);
    const link = { token: tokenOf(request), page: publicUrl };
    if (form.get("do") === "leave") {
      const gone = await unsubscribe(house, { ...link, purpose: "manage" });
      if (!gone) return unknown(stand, reply);
      return showEnd(stand, reply, { kind: "left", manage: null });
    }
    const row =
      form.get("do") === "again"
        ? await askAgain(house, link)
        : await changeSubscription(house, {
            ...link,
            ...Terms.parse(Object.fromEntries(form)),
            pointIds: pointsIn(form),
            works: form.has("works"),
          });
    if (!row) return unknown(stand, reply);
    const here = `${baseHere(face, request)}/${row.language}/subscription`;
    return reply.redirect(`${here}?t=${link.token}&saved=1`, 303);
  });
}

function viewOf(
  { house }: Front,
  row: SubscriberRow,
  seen: { token: string; saved: boolean },
): Subscription {
  const { kind, state, language, format } = row;
  return {
    ...seen,
    kind,
    shown: shownAddress(kind, unseal(house.secretKey, row.address)),
    language,
    pointIds: row.point_ids,
    hasIncident: row.incident_id !== null,
    works: row.works,
    format,
    key: kind === "webhook" ? hookKeyOf(house.secretKey, row) : null,
    waiting: kind === "webhook" && state === "owned",
    failing: row.failing_since !== null,
  };
}
