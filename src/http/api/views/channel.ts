import { z } from "zod";
import { secretNames } from "../../../actions/channel/settings.ts";
import type { AccountNote } from "../../../domain/account-health.ts";
import { usualTerms } from "../../../domain/default-cascade.ts";
import { OUTCOME_KINDS } from "../../../domain/outcome.ts";
import { type Actor, mayAct } from "../../../domain/roles.ts";
import { TEMPLATE_QUALITIES, TEMPLATE_STATES, type Template } from "../../../domain/templates.ts";
import type { PausedChannel } from "../../../store/channel-pauses.ts";
import type { ChannelRow } from "../../../store/channels.ts";
import { transportOf } from "../../../transports/index.ts";
import { callbackAddress, reportsByCall } from "../../../transports/transport.ts";
import type { Front } from "../../routes.ts";
import { FieldView } from "./field.ts";
import { iso, SentenceView, sentenceView, TwoLanguagesView } from "./said.ts";

const FACTS_THAT_COUNT = ["accepted", "sent", "delivered", "read", "replied"] as const;

export const ChannelView = z.object({
  id: z.number(),
  transport: z.string(),
  name: z.string(),
  addressKind: z.string(),
  platformId: z.string().nullable(),
  /** Secrets are write-only: they are never part of this. */
  settings: z.record(z.string(), z.unknown()),
  secretsSet: z.array(z.string()),
  /** What its provider has to be told to call; null where it reports in no such way, or is ours. */
  callbackUrl: z.string().nullable(),
  enabled: z.boolean(),
  drill: z.boolean(),
  perSecond: z.number(),
  priceCents: z.number().nullable(),
  dailyMax: z.number().nullable(),
  /** Until when the token of its account is good, where the provider says. */
  tokenUntil: z.string().nullable(),
  /** The limit that it draws from together with other channels, by its name. */
  shares: z.string().nullable(),
  state: z.enum(["up", "probing", "down"]),
  stateReason: z.string(),
  stateSource: z.enum(["detector", "receipts", "account", "operator"]),
  stateAt: z.string(),
  /** Since when neither it nor any other channel is heard: nothing is switched, the fault may be ours. */
  silentAt: z.string().nullable(),
  position: z.number(),
  /** How long this way is usually given in a cascade, and what counts there as reached. */
  usual: z.object({ patienceMs: z.number(), success: z.enum(FACTS_THAT_COUNT) }),
  may: z.object({ change: z.boolean(), test: z.boolean(), state: z.boolean() }),
});
export type ChannelView = z.infer<typeof ChannelView>;

export function channelView(row: ChannelRow, actor: Actor, front: Front): ChannelView {
  return {
    id: row.id,
    transport: row.transport,
    name: row.name,
    addressKind: row.address_kind,
    platformId: row.platform_id,
    settings: row.settings,
    secretsSet: secretNames(row, front.house.secretKey),
    callbackUrl: callbackOf(row, front),
    enabled: row.enabled,
    drill: row.drill,
    perSecond: row.per_second,
    priceCents: row.price_cents,
    dailyMax: row.daily_max,
    tokenUntil: iso(row.token_until),
    shares: row.shares,
    state: row.state,
    stateReason: row.state_reason,
    stateSource: row.state_source,
    stateAt: row.state_at.toISOString(),
    silentAt: iso(row.silent_at),
    position: row.position,
    usual: usualTerms(row.address_kind),
    may: {
      change: mayAct(actor, "administrator"),
      test: mayAct(actor, "communicator"),
      state: mayAct(actor, "communicator"),
    },
  };
}

function callbackOf({ id, transport, drill }: ChannelRow, front: Front): string | null {
  const known = transportOf(transport);
  return known && reportsByCall(known) && !drill ? callbackAddress(front.publicUrl, id) : null;
}

/** Why a channel sends nothing for a while, or less than it could (domain/channel-pause.ts). */
export const PauseView = z.object({
  channelId: z.number(),
  kind: z.enum(["silence", "rest", "slow"]),
  since: z.string(),
  /** When it ends at the earliest; null where that moment has come, or nobody can know it. */
  until: z.string().nullable(),
  /** Whether it is long enough for people to take their next way. */
  moves: z.boolean(),
  /** How fast it goes, where it goes more slowly than it might. */
  perSecond: z.number().nullable(),
  /** Whether test messages go over it, of which one ends its rest. */
  tested: z.boolean(),
});
export type PauseView = z.infer<typeof PauseView>;

export const pauseView = (pause: PausedChannel): PauseView => ({
  channelId: pause.channelId,
  kind: pause.kind,
  since: new Date(pause.since).toISOString(),
  until: pause.until === null ? null : new Date(pause.until).toISOString(),
  moves: pause.moves,
  perSecond: pause.perSecond,
  tested: pause.tested,
});

/** What several channels may send together, and how many people count against it at the moment. */
export const SharedLimitView = z.object({
  name: z.string(),
  perSecond: z.number().nullable(),
  peopleADay: z.number().nullable(),
  people: z.number(),
});
export type SharedLimitView = z.infer<typeof SharedLimitView>;

/** What the provider says of our account, where it is not well. */
export const AccountNoteView = z.object({
  channelId: z.number(),
  state: z.enum(["fine", "limited", "blocked"]),
  says: SentenceView,
  at: z.string(),
});
export type AccountNoteView = z.infer<typeof AccountNoteView>;

export const accountNoteView = (note: AccountNote & { channelId: number }): AccountNoteView => ({
  channelId: note.channelId,
  state: note.state,
  says: sentenceView(note.says),
  at: new Date(note.at).toISOString(),
});

/** A template that a channel sends with, as its provider last described it. */
export const TemplateView = z.object({
  channelId: z.number(),
  name: z.string(),
  language: z.string(),
  state: z.enum(TEMPLATE_STATES),
  category: z.string().nullable(),
  quality: z.enum(TEMPLATE_QUALITIES).nullable(),
  why: z.string(),
});
export type TemplateView = z.infer<typeof TemplateView>;

export const templateViews = (known: ReadonlyMap<number, readonly Template[]>): TemplateView[] =>
  [...known].flatMap(([channelId, templates]) =>
    templates.map(({ name, language, state, category, quality, why }) => ({
      channelId,
      name,
      language,
      state,
      category,
      quality,
      why,
    })),
  );

export const TransportView = z.object({
  kind: z.string(),
  title: TwoLanguagesView,
  addressKind: z.string(),
  failureDomain: z.string(),
  fields: z.array(FieldView),
  address: z.object({ label: TwoLanguagesView, example: z.string() }),
  limits: z.object({
    bodyLengthMax: z.number(),
    perSecondMax: z.number(),
    sendTimeoutMs: z.number(),
  }),
  hears: z.boolean(),
});
export type TransportView = z.infer<typeof TransportView>;

export const OutcomeView = z.object({
  kind: z.enum(OUTCOME_KINDS),
  why: z.string().optional(),
  waitMs: z.number().nullable().optional(),
});
