import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { openSettings } from "../../actions/channel/settings.ts";
import { confirmByCode } from "../../actions/subscriber/confirm.ts";
import { openNumber, sealNumber, signSubscriberLink } from "../../actions/subscriber/links.ts";
import { carrierOf, offeredKinds } from "../../actions/subscriber/offer.ts";
import { subscribe } from "../../actions/subscriber/subscribe.ts";
import { LANGUAGES } from "../../domain/language.ts";
import { SUBSCRIBER_KINDS, type SubscriberKind } from "../../domain/subscriber.ts";
import { messageOf } from "../../lib/errors.ts";
import {
  type Offer,
  type SubscribeDraft,
  type SubscribeField,
  subscribePage,
  TRAP,
} from "../../pages/subscribe.ts";
import { codePage, type SubscribeEnd } from "../../pages/subscription.ts";
import { listChannels } from "../../store/channels.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { vapidPublicKey, webPush } from "../../transports/web-push.ts";
import type { App, Front, Routes } from "../routes.ts";
import type { Face } from "./face.ts";
import { meRoutes } from "./me.ts";
import { atEachPlace } from "./place-routes.ts";
import { pushRoutes } from "./push.ts";
import { baseHere, pageIdHere } from "./serving.ts";
import {
  addFormParser,
  formOf,
  pointsIn,
  posting,
  questionOf,
  type Stand,
  show,
  showEnd,
} from "./subscribe-show.ts";
import { subscriptionRoutes } from "./subscription.ts";

const hide = { schema: { hide: true } };

const Kind = z.enum(SUBSCRIBER_KINDS);
const Text = z.string().max(1_200).catch("");
const Form = z.object({
  by: Kind.catch("email"),
  address: Text,
  owner: Text,
  format: z.enum(["statuspage", "tocsin"]).catch("statuspage"),
  incident: z.uuid().nullable().catch(null),
});
const SENT = ["email", "webhook", "slack", "teams"] as const;
const Sent = z.enum(SENT).catch("email");

/** Asking to be told: plain forms, which work where no script does. */
export const subscribeRoutes =
  (face: Face): Routes =>
  async (app, front) => {
    await atEachPlace(app, face, (scope) => {
      addFormParser(scope);
      for (const language of LANGUAGES) {
        asking(scope, { face, front, language });
        proving(scope, { face, front, language });
        subscriptionRoutes(scope, { face, front, language });
      }
    });
    await app.register(async (scope) => {
      addFormParser(scope);
      for (const language of LANGUAGES) meRoutes(scope, { face, front, language });
    });
    await app.register(async (scope) => await pushRoutes(face)(scope, front));
  };

function asking(app: App, stand: Stand): void {
  const { front, language } = stand;
  const path = `/${language}/subscribe`;
  app.get(path, hide, async (request, reply) => {
    const offer = await offerOf(front);
    const question = questionOf(request);
    const by = Kind.safeParse(question.get("by")).data ?? offer.kinds[0] ?? "email";
    const incidentId = z.uuid().safeParse(question.get("incident")).data ?? null;
    const pointIds = question.getAll("point");
    const draft = { ...EMPTY, by, incidentId, pointIds };
    return show(stand, reply, (context) => subscribePage(context, offer, draft));
  });
  app.get(`${path}/sent`, hide, (request, reply) => {
    const kind = Sent.parse(questionOf(request).get("by"));
    return showEnd(stand, reply, { kind, manage: null });
  });
  app.post(path, posting, async (request, reply) => {
    if (request.headers["sec-fetch-site"] === "cross-site") {
      return showEnd(stand, reply.code(403), { kind: "refused", manage: null });
    }
    const form = formOf(request);
    const draft = draftOf(form);
    // A program filled in what people cannot see: it hears what it wants to hear.
    if ((form.get(TRAP) ?? "") !== "") return sent(stand, reply, draft.by);
    return await note(reply, stand, draft);
  });
}

const EMPTY: SubscribeDraft = {
  by: "email",
  address: "",
  owner: "",
  format: "statuspage",
  pointIds: [],
  incidentId: null,
  works: true,
  wrong: [],
};

function draftOf(form: URLSearchParams): SubscribeDraft {
  const { incident, ...typed } = Form.parse(Object.fromEntries(form));
  const works = form.has("works");
  return { ...typed, incidentId: incident, pointIds: pointsIn(form), works, wrong: [] };
}

async function note(
  reply: FastifyReply,
  stand: Stand,
  draft: SubscribeDraft,
): Promise<FastifyReply> {
  const { face, front, language } = stand;
  const { house } = front;
  try {
    const pageId = pageIdHere(face, reply.request);
    const noted = await subscribe(house, { ...draft, kind: draft.by, language, pageId });
    if (noted.kind === "not-offered") {
      return showEnd(stand, reply.code(503), { kind: "unavailable", manage: null });
    }
    if (noted.kind === "noted" && draft.by === "sms") {
      const token = sealNumber(house.secretKey, noted.address, house.now());
      return reply.redirect(`${formAt(stand, reply)}/code?t=${token}`, 303);
    }
    if (noted.kind === "noted") return sent(stand, reply, draft.by);
    const wrong: SubscribeField[] = [noted.kind];
    const offer = await offerOf(front);
    return show(stand, reply.code(400), (context) =>
      subscribePage(context, offer, { ...draft, wrong }),
    );
  } catch (cause) {
    reply.log.error({ cause: messageOf(cause) }, "A subscription could not be noted.");
    return showEnd(stand, reply.code(503), { kind: "unavailable", manage: null });
  }
}

const formAt = ({ face, language }: Stand, reply: FastifyReply): string =>
  `${baseHere(face, reply.request)}/${language}/subscribe`;

const sent = (stand: Stand, reply: FastifyReply, by: SubscriberKind): FastifyReply =>
  reply.redirect(`${formAt(stand, reply)}/sent?by=${by}`, 303);

/** The code from an SMS. */
function proving(app: App, stand: Stand): void {
  const { face, front, language } = stand;
  const { house, publicUrl } = front;
  const path = `/${language}/subscribe/code`;
  const tokenOf = (request: FastifyRequest) => questionOf(request).get("t") ?? "";
  app.get(path, hide, (request, reply) =>
    show(stand, reply, (context) => codePage(context, { token: tokenOf(request), wrong: false })),
  );
  app.post(path, posting, async (request, reply) => {
    const token = tokenOf(request);
    const number = openNumber(house.secretKey, token, house.now());
    const code = (formOf(request).get("code") ?? "").slice(0, 20);
    const pageId = pageIdHere(face, request);
    const row = number && (await confirmByCode(house, { number, code, pageId }));
    if (!row) {
      return show(stand, reply.code(400), (context) => codePage(context, { token, wrong: true }));
    }
    const signer = { secretKey: house.secretKey, page: publicUrl };
    const manage = signSubscriberLink(signer, "manage", { subscriber: row, now: house.now() });
    const end = {
      kind: "confirmed" as SubscribeEnd,
      manage: `${baseHere(face, request)}/${language}/subscription?t=${manage}`,
    };
    return showEnd(stand, reply, end);
  });
}

/** What a visitor can choose at present. */
async function offerOf({ house }: Front): Promise<Offer> {
  const offered = await offeredKinds(house.db);
  const kinds = SUBSCRIBER_KINDS.filter((kind) => offered.includes(kind));
  const drill = (await readOrganisation(house.db)).mode === "training";
  const channel = carrierOf(await listChannels(house.db), "push", drill);
  const read = channel && webPush.settings.safeParse(openSettings(channel, house.secretKey));
  const pushKey = read?.success ? vapidPublicKey(privateKeyIn(read.data)) : null;
  return { kinds, pushKey };
}

const privateKeyIn = (settings: object): string =>
  "privateKey" in settings ? String(settings.privateKey) : "";
