import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { machine } from "../../actions/action.ts";
import { changeContact } from "../../actions/contact/change.ts";
import { forgetContact } from "../../actions/contact/erase.ts";
import { askProof, PROVABLE, proveAddress } from "../../actions/contact/prove.ts";
import { recordConsent } from "../../actions/contact/record-consent.ts";
import { type SelfLinkKind, selfOf } from "../../actions/contact/self-link.ts";
import { carrierOf } from "../../actions/subscriber/offer.ts";
import { shownAddress } from "../../domain/shown-address.ts";
import { AppError } from "../../lib/errors.ts";
import {
  consentWording,
  meEndPage,
  mePage,
  OWN_DONE,
  type Own,
  type OwnDone,
} from "../../pages/me.ts";
import { listChannels } from "../../store/channels.ts";
import type { ContactWithWays } from "../../store/contacts.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { suppressionsOf } from "../../store/suppressions.ts";
import type { App } from "../routes.ts";
import { formOf, posting, questionOf, type Stand, show } from "./subscribe-show.ts";

const TOKEN_LENGTH_MAX = 200;
const hide = { schema: { hide: true } };
/** Under this name a person's own changes stand in the record. */
const SELF = machine("contact");
const Done = z.enum(OWN_DONE).nullable().catch(null);
const Kind = z.enum(PROVABLE);
const Form = z.object({
  do: z.enum(["save", "withdraw", "give", "erase", "ask", "prove"]),
  name: z.string().trim().max(200).default(""),
  language: z.enum(["fr", "en"]).optional(),
  kind: z.string().max(40).default(""),
  address: z.string().max(500).default(""),
  code: z.string().max(20).default(""),
  sure: z.literal("yes").optional(),
});
type Form = z.infer<typeof Form>;

/** The page on which a person sees what we know about them, and decides about it. */
export function meRoutes(app: App, stand: Stand): void {
  const { front, language } = stand;
  const path = `/${language}/me`;
  app.get(path, hide, async (request, reply) => {
    const found = await find(stand, request);
    if (!found) return end(stand, reply.code(404), "unknown");
    const own = await ownOf(stand, request, found);
    return show(stand, reply, (context) => mePage(context, own));
  });
  app.post(path, posting, async (request, reply) => {
    const isStrange = request.headers["sec-fetch-site"] === "cross-site";
    const found = isStrange ? null : await find(stand, request);
    const form = Form.safeParse(Object.fromEntries(formOf(request)));
    if (!found || !form.success) return end(stand, reply.code(404), "unknown");
    const done = await decide(stand, found, form.data);
    if (done === "erased") return end(stand, reply, done);
    const next = form.data.do === "save" ? (form.data.language ?? language) : language;
    const asked = done === "asked" || done === "wrong-code" ? `&code=${form.data.kind}` : "";
    return reply.redirect(`/${next}/me?t=${tokenOf(request)}&done=${done}${asked}`, 303);
  });
  // The short form that a person can be told: it leads to the page in their language.
  if (language !== "fr") return;
  app.get<{ Params: { token: string } }>("/me/:token", hide, async (request, reply) => {
    const { token } = request.params;
    const found = await selfOf(front.house.db, signerOf(stand), { token, now: front.house.now() });
    if (!found) return end(stand, reply.code(404), "unknown");
    return reply.redirect(`/${found.contact.language}/me?t=${token}`, 303);
  });
}

type Found = ContactWithWays & { kind: SelfLinkKind };

const tokenOf = (request: FastifyRequest): string =>
  (questionOf(request).get("t") ?? "").slice(0, TOKEN_LENGTH_MAX);

const signerOf = ({ front }: Stand) => ({
  secretKey: front.house.secretKey,
  page: front.publicUrl,
});

const find = async (stand: Stand, request: FastifyRequest): Promise<Found | null> => {
  const { house } = stand.front;
  const link = { token: tokenOf(request), now: house.now() };
  return await selfOf(house.db, signerOf(stand), link);
};

const end = (stand: Stand, reply: FastifyReply, how: "erased" | "unknown"): FastifyReply =>
  show(stand, reply, (context) => meEndPage(context, how));

/** Each goes through the same action as in the console, and leaves the same event. */
async function decide(
  stand: Stand,
  { contact, addresses, consents, kind: link }: Found,
  form: Form,
): Promise<OwnDone | "erased"> {
  const { house } = stand.front;
  const { id } = contact;
  const isHeavy = form.do === "erase" || form.do === "ask" || form.do === "prove";
  const isNew = !addresses.some(({ kind }) => kind === form.kind);
  if (link === "second" && isNew && (form.do === "ask" || form.do === "prove")) {
    return await addSecondWay(stand, id, form);
  }
  if (isHeavy && link !== "own") return "not-here";
  if (form.do === "erase") return form.sure ? await erase(stand, id) : "saved";
  if (form.do === "save") {
    const { language } = form;
    const name = form.name === "" ? undefined : form.name;
    await changeContact(house, SELF, { id, name, language });
    return "saved";
  }
  if (form.do === "ask" || form.do === "prove") return await changeAddress(stand, id, form);
  const context = stand.face.context(stand.language);
  if (!context || !addresses.some(({ kind }) => kind === form.kind)) return "saved";
  const state = form.do === "give" ? "given" : "withdrawn";
  // What is in force already is not said twice: a button may be pressed again.
  if (consents.some((one) => one.kind === form.kind && one.state === state)) return state;
  const wording = state === "given" ? consentWording(context, form.kind) : "";
  const source = context.words("me:source");
  await recordConsent(house, SELF, { id, kind: form.kind, state, wording, source });
  return state;
}

/** The wording stood above the code: whoever types it has agreed to what it says. */
async function addSecondWay(stand: Stand, id: number, form: Form): Promise<OwnDone> {
  const done = await changeAddress(stand, id, form);
  const context = stand.face.context(stand.language);
  if (done !== "proved" || !context) return done;
  const wording = consentWording(context, form.kind);
  const given = { id, kind: form.kind, state: "given" as const, wording };
  await recordConsent(stand.front.house, SELF, { ...given, source: context.words("me:source") });
  return done;
}

async function changeAddress({ front }: Stand, contactId: number, form: Form): Promise<OwnDone> {
  const kind = Kind.safeParse(form.kind);
  if (!kind.success) return "wrong-address";
  const whose = { contactId, kind: kind.data };
  if (form.do === "ask") {
    const asked = await askProof(front.house, { ...whose, typed: form.address });
    return asked === "asked" ? "asked" : "wrong-address";
  }
  const proved = await proveAddress(front.house, { ...whose, code: form.code });
  return proved === "wrong" ? "wrong-code" : proved;
}

async function erase({ front }: Stand, id: number): Promise<"erased" | "under-way"> {
  try {
    await forgetContact(front.house, SELF, { id });
    return "erased";
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "conflict") return "under-way";
    throw cause;
  }
}

async function ownOf(stand: Stand, request: FastifyRequest, found: Found): Promise<Own> {
  const { contact, addresses, consents } = found;
  const { db } = stand.front.house;
  const held = await suppressionsOf(db, contact.id);
  const drill = (await readOrganisation(db)).mode === "training";
  const channels = await listChannels(db);
  return {
    token: tokenOf(request),
    done: Done.parse(questionOf(request).get("done")),
    heavy: found.kind === "own",
    adds: found.kind === "second",
    asked: Kind.nullable().catch(null).parse(questionOf(request).get("code")),
    provable: PROVABLE.filter(
      (kind) =>
        carrierOf(channels, kind, drill) !== null &&
        (found.kind !== "second" || !addresses.some((one) => one.kind === kind)),
    ),
    name: contact.name,
    language: contact.language,
    country: contact.country,
    place:
      contact.lat === null || contact.lon === null ? null : { lat: contact.lat, lon: contact.lon },
    attributes: Object.entries(contact.attributes),
    suppressed: held.some(({ contact_id }) => contact_id !== null),
    ways: addresses.map(({ kind, value, state }) => {
      const consent = consents.find((one) => one.kind === kind);
      return {
        kind,
        shown: shownAddress(kind, value),
        rejected: state === "rejected",
        consent: consent ? { ...consent, at: consent.at.getTime() } : null,
      };
    }),
  };
}
