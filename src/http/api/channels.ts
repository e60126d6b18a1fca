import { z } from "zod";
import { changeChannel } from "../../actions/channel/change.ts";
import { createChannel } from "../../actions/channel/create.ts";
import { setChannelState } from "../../actions/channel/set-state.ts";
import { testChannel } from "../../actions/channel/test.ts";
import { mayAct } from "../../domain/roles.ts";
import { createWire } from "../../lib/wire.ts";
import { listNotes } from "../../store/account-notes.ts";
import { listPauses } from "../../store/channel-pauses.ts";
import { listChannels } from "../../store/channels.ts";
import { templatesByChannel } from "../../store/message-templates.ts";
import { listSharedLimits } from "../../store/shared-limits.ts";
import { transports } from "../../transports/index.ts";
import { describe } from "../../transports/transport.ts";
import type { Routes } from "../routes.ts";
import {
  AccountNoteView,
  accountNoteView,
  ChannelView,
  channelView,
  OutcomeView,
  PauseView,
  pauseView,
  SharedLimitView,
  TemplateView,
  TransportView,
  templateViews,
} from "./views/channel.ts";

const tags = ["channels"];
const PER_SECOND_MAX = 100_000;
const PRICE_CENTS_MAX = 100_000;
/** The subscription of a browser is the longest of them. */
const ADDRESS_LENGTH_MAX = 1_500;
const DAILY_MAX = 1_000_000_000;
const Id = z.object({ id: z.coerce.number().int().positive() });
const Fields = {
  name: z.string().trim().min(1).max(80),
  settings: z.record(z.string(), z.union([z.string().max(8_000), z.number(), z.boolean()])),
  platformId: z.string().max(41).nullish(),
  perSecond: z.number().positive().max(PER_SECOND_MAX).optional(),
  priceCents: z.number().min(0).max(PRICE_CENTS_MAX).nullish(),
  dailyMax: z.number().int().positive().max(DAILY_MAX).nullish(),
  shares: z
    .object({
      name: z.string().trim().min(1).max(80),
      perSecond: z.number().positive().max(PER_SECOND_MAX).nullable().default(null),
      peopleADay: z.number().int().positive().max(DAILY_MAX).nullable().default(null),
    })
    .nullish(),
};

export const channelRoutes: Routes = (app, front) => {
  const { house, publicUrl } = front;
  app.get(
    "/transports",
    {
      schema: {
        tags,
        summary: "The ways to reach people; forms are drawn from it",
        response: { 200: z.object({ transports: z.array(TransportView) }) },
      },
    },
    async () => ({ transports: transports.map(describe) }),
  );

  app.get(
    "/channels",
    {
      schema: {
        tags,
        summary: "The configured channels, in the order of the usual cascade",
        response: {
          200: z.object({
            channels: z.array(ChannelView),
            accounts: z.array(AccountNoteView),
            pauses: z.array(PauseView),
            shared: z.array(SharedLimitView),
            templates: z.array(TemplateView),
            may: z.object({ create: z.boolean() }),
          }),
        },
      },
    },
    async ({ actor }) => {
      const rows = await listChannels(house.db);
      return {
        channels: rows.map((row) => channelView(row, actor, front)),
        accounts: (await listNotes(house.db)).map(accountNoteView),
        pauses: (await listPauses(house.db, house.now())).map(pauseView),
        shared: await listSharedLimits(house.db, house.now()),
        templates: templateViews(await templatesByChannel(house.db)),
        may: { create: mayAct(actor, "administrator") },
      };
    },
  );

  app.post(
    "/channels",
    {
      schema: {
        tags,
        summary: "Add a channel",
        body: z.object({
          ...Fields,
          transport: z.string().max(60),
          drill: z.boolean().optional(),
        }),
        response: { 201: ChannelView },
      },
    },
    async (request, reply) => {
      const row = await createChannel(house, request.actor, request.body);
      return reply.code(201).send(channelView(row, request.actor, front));
    },
  );

  app.put(
    "/channels/:id",
    {
      schema: {
        tags,
        summary: "Change a channel; a secret left empty stays as it is",
        params: Id,
        body: z.object({ ...Fields, enabled: z.boolean().optional() }).partial(),
        response: { 200: ChannelView },
      },
    },
    async (request) => {
      const input = { ...request.params, ...request.body };
      return channelView(await changeChannel(house, request.actor, input), request.actor, front);
    },
  );

  app.post(
    "/channels/:id/state",
    {
      schema: {
        tags,
        summary: "Say how a channel fares; everything under way is planned anew",
        params: Id,
        body: z.object({
          state: z.enum(["up", "probing", "down"]),
          reason: z.string().trim().max(300).default(""),
        }),
        response: { 200: ChannelView },
      },
    },
    async (request) => {
      const input = { ...request.params, ...request.body, source: "operator" as const };
      return channelView(await setChannelState(house, request.actor, input), request.actor, front);
    },
  );

  app.post(
    "/channels/:id/test",
    {
      schema: {
        tags,
        summary: "Send one test message to one address",
        params: Id,
        body: z.object({ address: z.string().trim().min(1).max(ADDRESS_LENGTH_MAX) }),
        response: { 200: z.object({ outcome: OutcomeView }) },
      },
    },
    async (request) => {
      const wires = {
        public: createWire({ reach: "public" }),
        loopback: createWire({ reach: "loopback" }),
      };
      try {
        const outcome = await testChannel(house, request.actor, {
          ...request.params,
          ...request.body,
          callbackBase: publicUrl,
          wireFor: ({ drill }) => (drill ? wires.loopback : wires.public),
        });
        return { outcome };
      } finally {
        await Promise.all([wires.public.close(), wires.loopback.close()]);
      }
    },
  );
};
