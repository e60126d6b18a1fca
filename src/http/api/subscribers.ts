import { z } from "zod";
import type { House } from "../../actions/action.ts";
import { aboutIncident } from "../../actions/subscriber/about.ts";
import { shownAddress } from "../../actions/subscriber/addresses.ts";
import { changeTerms, pauseTelling, resumeTelling } from "../../actions/subscriber/fuse.ts";
import { ENDS_KEPT_MS } from "../../actions/subscriber/machine.ts";
import { offeredKinds } from "../../actions/subscriber/offer.ts";
import { exportSubscribers, openPush, removeSubscriber } from "../../actions/subscriber/remove.ts";
import { type Actor, mayAct } from "../../domain/roles.ts";
import { DAY_MS } from "../../lib/clock.ts";
import { unseal } from "../../lib/crypto.ts";
import { csvLine } from "../../lib/csv.ts";
import { listChannels } from "../../store/channels.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { listPageScopes } from "../../store/public-pages.ts";
import { countEnds, recentEnds } from "../../store/subscriber-ends.ts";
import { readFuse } from "../../store/subscriber-fuse.ts";
import { recentTellings } from "../../store/subscriber-tellings.ts";
import {
  countByPage,
  countSubscribers,
  listSubscribers,
  type SubscriberRow,
  subscriberDays,
} from "../../store/subscribers.ts";
import type { App, Front, Routes } from "../routes.ts";
import { audienceOf } from "./told.ts";
import {
  AudienceView,
  endView,
  Kind,
  SubscribersView,
  SubscriberView,
  Terms,
  tellingView,
} from "./views/subscriber.ts";

const tags = ["subscribers"];
const DAYS_SHOWN = 30;
const TELLINGS_SHOWN = 10;
const PAGE_SIZE = 20;
const ENDS_SHOWN = 20;
const Page = z.object({
  kind: Kind.optional(),
  /** One page alone: its id, or `root`. */
  page: z.union([z.literal("root"), z.uuid()]).optional(),
  cursor: z.coerce.number().int().positive().optional(),
});
const nothing = { 204: z.null() };

/** Who is told about the public page, how that went, and what stops it. */
export const subscriberRoutes: Routes = (app, front) => {
  reading(app, front);
  listing(app, front);
  exporting(app, front);
  deciding(app, front);
  offering(app, front);
  audience(app, front);
};

function reading(app: App, { house }: Front): void {
  app.get(
    "/subscribers",
    {
      schema: {
        tags,
        summary: "Subscribers of the public page: how many, the fuse, and what was told last",
        response: { 200: SubscribersView },
      },
    },
    async ({ actor }) => await overviewFor(house, actor),
  );
}

async function overviewFor(house: House, actor: Actor): Promise<SubscribersView> {
  const { db } = house;
  const fuse = await readFuse(db);
  return {
    pages: await pagesOf(db),
    ends: {
      counts: await countEnds(db, house.now() - ENDS_KEPT_MS),
      recent: (await recentEnds(db, ENDS_SHOWN)).map(endView),
    },
    crowd: await countSubscribers(db),
    days: await subscriberDays(db, house.now() - DAYS_SHOWN * DAY_MS),
    tellings: (await recentTellings(db, TELLINGS_SHOWN)).map(tellingView),
    fuse: {
      state: fuse.state,
      reason: fuse.reason,
      changedAt: fuse.changed_at?.toISOString() ?? null,
      changedBy: fuse.changed_by,
    },
    terms: {
      offered: fuse.offered,
      perSubscriberHourMax: fuse.per_subscriber_hour_max,
      perMinuteMax: fuse.per_minute_max,
      perDayMax: fuse.per_day_max,
    },
    open: await offeredKinds(db),
    may: await mayDo(db, actor, fuse.state === "armed"),
  };
}

/** Every page, with how many follow it; the one at the root first. */
async function pagesOf(db: House["db"]): Promise<SubscribersView["pages"]> {
  const { name } = await readOrganisation(db);
  const crowds = await countByPage(db);
  const peopleOf = (id: string | null) => crowds.find(({ pageId }) => pageId === id)?.people ?? 0;
  const described = await listPageScopes(db);
  const root = described.find(({ slug }) => slug === null);
  const others = described.filter(({ slug }) => slug !== null);
  return [
    { id: null, name: root?.name ?? { fr: name, en: name }, people: peopleOf(null) },
    ...others.map((page) => ({ id: page.id, name: page.name, people: peopleOf(page.id) })),
  ];
}

async function mayDo(db: House["db"], actor: Actor, isArmed: boolean) {
  const isLive = (await readOrganisation(db)).mode === "live";
  const hasPush = (await listChannels(db)).some((row) => row.address_kind === "push");
  const isAdmin = mayAct(actor, "administrator");
  return {
    pause: isArmed && mayAct(actor, "communicator"),
    resume: !isArmed && mayAct(actor, "approver"),
    change: isAdmin,
    export: isAdmin,
    remove: mayAct(actor, "communicator"),
    openPush: isAdmin && isLive && !hasPush,
  };
}

function listing(app: App, { house }: Front): void {
  const view = (row: SubscriberRow): z.infer<typeof SubscriberView> => ({
    id: row.id,
    kind: row.kind,
    shown: shownAddress(row.kind, unseal(house.secretKey, row.address)),
    language: row.language,
    state: row.state,
    points: row.point_ids.length,
    onlyIncident: row.incident_id !== null,
    failures: row.failures,
    failingSince: row.failing_since?.toISOString() ?? null,
    works: row.works,
    pageId: row.page_id,
    createdAt: row.created_at.toISOString(),
  });
  app.get(
    "/subscribers/list",
    {
      schema: {
        tags,
        summary: "Subscribers, the newest first; addresses are shown in part",
        querystring: Page,
        response: {
          200: z.object({ subscribers: z.array(SubscriberView), next: z.number().nullable() }),
        },
      },
    },
    async ({ query: { kind, page, cursor } }) => {
      const pageId = page === "root" ? null : page;
      const filter = { kind, pageId, beforeId: cursor ?? null, limit: PAGE_SIZE };
      const rows = await listSubscribers(house.db, filter);
      const last = rows.length === PAGE_SIZE ? rows.at(-1) : undefined;
      return { subscribers: rows.map(view), next: last?.id ?? null };
    },
  );
}

/** It leaves the house, so it is noted who took it. */
function exporting(app: App, { house }: Front): void {
  app.get(
    "/subscribers/export.csv",
    { schema: { tags, summary: "The whole list as a file; it is noted who took it" } },
    async ({ actor }, reply) => {
      const rows = await exportSubscribers(house, actor, null);
      const head = ["page", "kind", "address", "owner", "language", "state", "since"];
      const lines = rows.map((row) => csvLine(Object.values(row)));
      return reply
        .header("content-type", "text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="subscribers.csv"')
        .send(`\ufeff${csvLine(head)}${lines.join("")}`);
    },
  );
}

function deciding(app: App, { house }: Front): void {
  app.delete(
    "/subscribers/:id",
    {
      schema: {
        tags,
        summary: "Take somebody off the list for good",
        params: z.object({ id: z.coerce.number().int().positive() }),
        response: nothing,
      },
    },
    async ({ actor, params }, reply) => {
      await removeSubscriber(house, actor, params);
      return reply.code(204).send(null);
    },
  );
  app.post(
    "/subscribers/pause",
    { schema: { tags, summary: "Hold everything that is still to be told", response: nothing } },
    async ({ actor }, reply) => {
      await pauseTelling(house, actor, null);
      return reply.code(204).send(null);
    },
  );
  app.delete(
    "/subscribers/pause",
    { schema: { tags, summary: "Go on, after a pause or a blown fuse", response: nothing } },
    async ({ actor }, reply) => {
      await resumeTelling(house, actor, null);
      return reply.code(204).send(null);
    },
  );
}

function offering(app: App, { house }: Front): void {
  app.put(
    "/subscribers/terms",
    {
      schema: { tags, summary: "What is offered, and the limits", body: Terms, response: nothing },
    },
    async ({ actor, body }, reply) => {
      await changeTerms(house, actor, body);
      return reply.code(204).send(null);
    },
  );
  app.post(
    "/subscribers/push-channel",
    {
      schema: {
        tags,
        summary: "Offer notifications of the browser, with a key pair of our own",
        body: z.object({ name: z.string().trim().min(1).max(100), email: z.email() }),
        response: nothing,
      },
    },
    async ({ actor, body }, reply) => {
      await openPush(house, actor, body);
      return reply.code(204).send(null);
    },
  );
}

function audience(app: App, { house }: Front): void {
  app.get(
    "/incidents/:id/audience",
    {
      schema: {
        tags,
        summary: "How many subscribers an announcement of this incident would tell",
        params: z.object({ id: z.uuid() }),
        response: { 200: AudienceView },
      },
    },
    async ({ params: { id } }) => {
      const incident = await house.db
        .selectFrom("incident")
        .select("drill")
        .where("id", "=", id)
        .executeTakeFirst();
      const isTraining = (await readOrganisation(house.db)).mode === "training";
      const isSilent = incident === undefined || (incident.drill && !isTraining);
      return await audienceOf(house.db, isSilent ? null : await aboutIncident(house.db, id));
    },
  );
}
