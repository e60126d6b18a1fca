import { z } from "zod";
import { dropSetAside, retrySetAside } from "../../actions/inbox/aside.ts";
import { mayAct } from "../../domain/roles.ts";
import { ASIDE_KINDS, type AsideItem, asideGroups, asideItems } from "../../store/set-aside.ts";
import { listUnmatched } from "../../store/unmatched.ts";
import type { Routes } from "../routes.ts";

const tags = ["channels"];
const ITEMS_MAX = 50;
const EXCERPT_BYTES_MAX = 400;
const Id = z.number().int().positive();

const Common = {
  channelId: z.number(),
  kind: z.enum(ASIDE_KINDS),
  /** What the transport or the database said, in its own words. */
  why: z.string(),
};
const AsideGroupView = z.object({
  ...Common,
  channelName: z.string(),
  count: z.number(),
  since: z.string(),
  latest: z.string(),
});
const UnmatchedView = z.object({
  channelId: z.number(),
  channelName: z.string(),
  count: z.number(),
  /** There are more than were counted. */
  isMore: z.boolean(),
  since: z.string(),
  latest: z.string(),
});
const AsideItemView = z.object({
  ...Common,
  id: z.number(),
  receivedAt: z.string(),
  sender: z.string().nullable(),
  excerpt: z.string(),
});
export const AsideView = z.object({
  groups: z.array(AsideGroupView),
  /** The newest, one by one. People's own words are in them: for administrators alone. */
  items: z.array(AsideItemView),
  /** Receipts that name messages which this database has not sent: kept for seven days. */
  unmatched: z.array(UnmatchedView),
  may: z.object({ change: z.boolean() }),
});
export type AsideView = z.infer<typeof AsideView>;

const Choice = z.object({
  channelId: Id,
  kind: z.enum(ASIDE_KINDS),
  /** One of them; all of this kind on this channel where it is left out. */
  id: Id.nullable().default(null),
});
const Count = z.object({ count: z.number() });

/** Callbacks and replies that could not be taken in, and what to do with them. */
export const setAsideRoutes: Routes = (app, { house }) => {
  app.get(
    "/set-aside",
    {
      schema: {
        tags,
        summary: "What providers told us and we could not take in, with the reasons",
        response: { 200: AsideView },
      },
    },
    async ({ actor }) => {
      const change = mayAct(actor, "administrator");
      const shown = { limit: ITEMS_MAX, excerptMax: EXCERPT_BYTES_MAX };
      return {
        groups: (await asideGroups(house.db)).map(datedView),
        items: change ? (await asideItems(house.db, shown)).map(itemView) : [],
        unmatched: (await listUnmatched(house.db, house.now())).map(datedView),
        may: { change },
      };
    },
  );

  app.post(
    "/set-aside/retry",
    {
      schema: {
        tags,
        summary: "Take in once more what was set aside: one, or all of a kind on a channel",
        body: Choice,
        response: { 200: Count },
      },
    },
    async ({ actor, body }) => await retrySetAside(house, actor, body),
  );

  app.post(
    "/set-aside/drop",
    {
      schema: {
        tags,
        summary: "Throw away what was set aside: one, or all of a kind on a channel",
        body: Choice,
        response: { 200: Count },
      },
    },
    async ({ actor, body }) => await dropSetAside(house, actor, body),
  );
};

const datedView = <Of extends { since: Date; latest: Date }>({ since, latest, ...group }: Of) => ({
  ...group,
  since: since.toISOString(),
  latest: latest.toISOString(),
});

const itemView = ({ receivedAt, ...item }: AsideItem) => ({
  ...item,
  receivedAt: receivedAt.toISOString(),
});
