import { z } from "zod";
import type { House } from "../../actions/action.ts";
import { changeContact } from "../../actions/contact/change.ts";
import { searchContacts } from "../../actions/contact/count-reach.ts";
import { forgetContact } from "../../actions/contact/erase.ts";
import { openOwnPage } from "../../actions/contact/own-page.ts";
import { recordConsent } from "../../actions/contact/record-consent.ts";
import { FACTS } from "../../domain/cascade.ts";
import { reachabilityOf } from "../../domain/reachability.ts";
import { type Actor, mayAct } from "../../domain/roles.ts";
import { notFound } from "../../lib/errors.ts";
import { deliveriesTo, offlineSentTo } from "../../store/contact-history.ts";
import { type ContactWithWays, findContact } from "../../store/contacts.ts";
import { knownWays } from "../../store/reachability.ts";
import { suppressionsOf } from "../../store/suppressions.ts";
import type { App, Front, Routes } from "../routes.ts";
import {
  ConsentRecord,
  ContactDeliveryView,
  ContactMay,
  ContactView,
  OfflineToPersonView,
  offlineView,
  PlaceView,
} from "./views/contact.ts";

const limitDefault = 50;
const limitMax = 200;
const tags = ["contacts"];
const Id = z.object({ id: z.coerce.number().int().positive() });
const Language = z.enum(["fr", "en"]);
const Change = z.object({
  name: z.string().trim().max(200).optional(),
  language: Language.optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable()
    .optional(),
  attributes: z.record(z.string().max(100), z.string().max(1_000)).optional(),
  place: PlaceView.nullable().optional(),
  addresses: z.record(z.string().min(1).max(40), z.string().max(500).nullable()).optional(),
});
const Page = z.object({
  query: z.string().max(200).optional(),
  language: Language.optional(),
  ways: z.enum(["none", "one", "several"]).optional(),
  only: z.string().min(1).max(40).optional(),
  cursor: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(limitMax).default(limitDefault),
});
const PageView = z.object({
  contacts: z.array(ContactView.extend({ reachability: z.number() })),
  next: z.string().nullable(),
  total: z.number(),
  /** When the total was counted, where it is not of this moment. */
  countedAt: z.string().nullable(),
  may: z.object({ import: z.boolean() }),
});
const PersonView = ContactView.extend({
  deliveries: z.array(ContactDeliveryView),
  offline: z.array(OfflineToPersonView),
  suppressed: z.array(z.object({ address: z.string().nullable(), reason: z.string() })),
  may: ContactMay,
});

/** The people we may have to reach. */
export const contactRoutes: Routes = (app, front) => {
  const { house } = front;
  registerReads(app, house);
  registerChanges(app, house);
  registerOwnPage(app, front);
};

function registerReads(app: App, house: House): void {
  app.get(
    "/contacts",
    {
      schema: { tags, summary: "Find contacts", querystring: Page, response: { 200: PageView } },
    },
    async (request) => {
      const { cursor, limit, query, language, ways, only } = request.query;
      const at = new Date(house.now()).toISOString();
      const asks = { ...(ways && { ways }), ...(only !== undefined && { only }) };
      const reach = Object.keys(asks).length > 0 ? { ...asks, at } : undefined;
      const filter = { query, language, reach };
      const page = { afterId: cursor, limit };
      const { found, total, countedAt } = await searchContacts(house, filter, page);
      const last = found.length === limit ? found.at(-1) : undefined;
      const known = await knownWays(
        house.db,
        found.map(({ contact }) => contact.id),
      );
      const scoreOf = (id: number) => reachabilityOf(known.get(id) ?? [], house.now()).score;
      return {
        contacts: found.map((one) => ({
          ...contactView(one),
          reachability: scoreOf(one.contact.id),
        })),
        next: last ? String(last.contact.id) : null,
        total,
        countedAt: countedAt === null ? null : new Date(countedAt).toISOString(),
        may: { import: mayAct(request.actor, "communicator") },
      };
    },
  );

  app.get(
    "/contacts/:id",
    {
      schema: {
        tags,
        summary: "One contact, and what was sent to them",
        params: Id,
        response: { 200: PersonView },
      },
    },
    async (request) => {
      const found = await findContact(house.db, request.params.id);
      if (!found || found.contact.erased_at) throw notFound("contact");
      const deliveries = await deliveriesTo(house.db, found.contact.id);
      const held = await suppressionsOf(house.db, found.contact.id);
      return {
        ...contactView(found),
        deliveries: deliveries.map(deliveryView),
        offline: (await offlineSentTo(house.db, found.contact.id)).map(offlineView),
        suppressed: held.map(({ value, reason }) => ({ address: value, reason })),
        may: mayDo(request.actor),
      };
    },
  );
}

function registerChanges(app: App, house: House): void {
  app.patch(
    "/contacts/:id",
    {
      schema: {
        tags,
        summary: "Correct a contact",
        params: Id,
        body: Change,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await changeContact(house, request.actor, { ...request.params, ...request.body });
      return reply.code(204).send(null);
    },
  );

  app.delete(
    "/contacts/:id",
    {
      schema: { tags, summary: "Erase a person for good", params: Id, response: { 204: z.null() } },
    },
    async (request, reply) => {
      await forgetContact(house, request.actor, request.params);
      return reply.code(204).send(null);
    },
  );

  app.post(
    "/contacts/:id/consent",
    {
      schema: {
        tags,
        summary: "Record what a person said about being written to",
        params: Id,
        body: ConsentRecord,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await recordConsent(house, request.actor, { ...request.params, ...request.body });
      return reply.code(204).send(null);
    },
  );
}

function registerOwnPage(app: App, { house, publicUrl }: Front): void {
  app.post(
    "/contacts/:id/own-page",
    {
      schema: {
        tags,
        summary: "A link for this person to their own page: what we know, and their consents",
        params: Id,
        response: { 201: z.object({ url: z.string(), until: z.string() }) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { token, until } = await openOwnPage(house, request.actor, { id, page: publicUrl });
      return reply.code(201).send({ url: `${publicUrl}/me/${token}`, until });
    },
  );
}

function contactView({ contact, addresses, consents }: ContactWithWays): ContactView {
  const { id, external_key: key, name, language, country, attributes, lat, lon } = contact;
  return {
    id,
    key,
    name,
    language,
    country,
    attributes,
    place: lat === null || lon === null ? null : { lat, lon },
    addresses: addresses.map(({ kind, value, state }) => ({ kind, value, state })),
    consents: consents.map(({ kind, state, source, wording, at }) => ({
      kind,
      state,
      source,
      wording,
      at: at.toISOString(),
    })),
  };
}

type Sent = Awaited<ReturnType<typeof deliveriesTo>>[number];

const deliveryView = (row: Sent): z.infer<typeof ContactDeliveryView> => ({
  broadcastId: row.broadcast_id,
  title: row.title,
  drill: row.drill,
  fact: FACTS[row.best] ?? "queued",
  channel: row.channel_name,
  settled: row.settled,
  settledAt: row.settled_at?.toISOString() ?? null,
  answer: row.answer,
});

const mayDo = (actor: Actor) => ({
  change: mayAct(actor, "communicator"),
  recordConsent: mayAct(actor, "communicator"),
  erase: mayAct(actor, "administrator"),
});
