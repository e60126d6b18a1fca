import { type Budget, budgetWarnings } from "./budget.ts";
import type { Cascade } from "./cascade.ts";
import { type Headroom, headroomsOf, headroomWarnings, type PeopleLimit } from "./headroom.ts";
import type { Language, Texts } from "./language.ts";
import { blanksOfTexts, OWN_PAGE } from "./message.ts";
import { accountWarnings, lifetimeWarnings, templateWarnings } from "./plan-accounts.ts";
import { costOf, type Later, type LaterCost, laterOf, moneyOf } from "./plan-money.ts";
import { costlyWarnings, neverToldWarnings } from "./plan-words.ts";
import type { TemplateQuality, TemplateStanding } from "./templates.ts";
import { type SmsSize, smsSize } from "./text/sms-segments.ts";

/** Why somebody cannot be reached at all, from the hardest to the easiest to mend. */
export const UNREACHABLE_REASONS = [
  "suppressed",
  "no-address",
  "rejected-address",
  "no-consent",
] as const;
export type UnreachableReason = (typeof UNREACHABLE_REASONS)[number];

/**
 * How many people have the same ways open: one entry for each rung of the cascade. `known`: they count
 * against the limit of that rung already. Left out where no rung has one.
 */
export type ReachGroup = { usable: boolean[]; known?: boolean[]; people: number };

export type PlanChannel = {
  id: number;
  name: string;
  addressKind: string;
  failureDomain: string;
  perSecond: number;
  state: "up" | "probing" | "down";
  /** What one message costs, in hundredths; an SMS as often as it has parts. Null: nobody said. */
  priceCents?: number | null;
  /** How many messages the provider still takes today. Null: no limit is known. */
  leftToday?: number | null;
  /** How many different people its provider lets us write to within 24 hours. */
  limit?: PeopleLimit | null;
  /** What the provider says of our account there, where it is not well. */
  account?: "limited" | "blocked" | null;
  /** The templates it sends with, where its provider wants some. */
  templates?: readonly TemplateStanding[];
  /** In how many days its token ends; null: not soon, as far as is known. */
  tokenDays?: number | null;
};

export type Unreachable = { reason: UnreachableReason; count: number; sample: string[] };

export type PlanWarning =
  | { code: "channel-down"; channelId: number }
  /** What this rung waits for, its channel never tells. */
  | { code: "never-told"; channelId: number }
  | { code: "one-failure-domain"; domain: string }
  | { code: "one-way-only"; people: number }
  /** In letters without accents it would be shorter: that can be chosen. */
  | { code: "costly-letters"; language: "fr" | "en"; segments: number; plainSegments: number }
  /** A sign that nothing plain can stand for makes it long. */
  | { code: "costly-signs"; language: "fr" | "en"; segments: number }
  | { code: "text-missing"; language: "fr" | "en" }
  | { code: "blanks"; names: string[] }
  | { code: "over-quota"; channelId: number; left: number; missing: number }
  | { code: "quota-on-fallback"; channelId: number; left: number; missing: number }
  | {
      code: "over-shared";
      of: "next" | "wait" | "both";
      name: string;
      left: number;
      missing: number;
      /** So many at the most have no other way, and wait for a place. */
      waiting: number;
      /** The next channels of the others. */
      channels: number[];
    }
  | { code: "shared-on-fallback"; name: string; left: number; missing: number }
  | { code: "account"; channelId: number; state: "limited" | "blocked" }
  | { code: "too-slow"; channelId: number; durationSeconds: number }
  | TemplateWarning
  | { code: "token-ends"; channelId: number; days: number }
  | { code: "username-only"; people: number }
  | {
      code: "over-budget" | "budget-on-fallback" | "budget-on-follow-ups";
      of: "broadcast" | "day";
      leftCents: number;
      needsCents: number;
    };

export type TemplateWarning =
  | {
      code: "template";
      channelId: number;
      language: Language;
      name: string;
      state: TemplateStanding["state"];
    }
  /** The backup is used: why the first one is not. */
  | {
      code: "template-backup";
      channelId: number;
      language: Language;
      name: string;
      state: TemplateStanding["state"];
      backup: string;
    }
  | {
      code: "template-quality";
      channelId: number;
      language: Language;
      name: string;
      quality: TemplateQuality;
    }
  /** The provider goes on trying longer than we wait: old news may come after newer. */
  | {
      code: "template-outlives";
      channelId: number;
      language: Language;
      name: string;
      lifetimeSeconds: number;
      patienceSeconds: number;
    };

/** In hundredths; `unpriced` channels are not in it. */
export type Cost = {
  firstCents: number;
  worstCents: number;
  unpriced: number;
  /** What may follow without anybody deciding again, and what a correction would cost. */
  later?: LaterCost;
};

export type Plan = {
  recipients: number;
  people: number;
  unreachable: Unreachable[];
  perChannel: {
    channelId: number;
    name: string;
    /** People with an open way on this channel, and those of them for whom it is the first. */
    reach: number;
    first: number;
    ratePerSecond: number;
    durationSeconds: number;
    /** What those who start here cost; null where nobody said what a message costs. */
    costCents?: number | null;
    /** If everything before it fails: whoever has a way here, how long that takes, what it costs. */
    fallback?: { people: number; durationSeconds: number; costCents: number | null };
    leftToday?: number | null;
  }[];
  /** Until the first message has left for everybody. */
  durationSeconds: number;
  /** If the first way reaches everybody, and if every way is needed for everybody. */
  cost?: Cost | null;
  /** What may be spent; left out where nobody asked. */
  budget?: Budget;
  /** What is left of the people whom providers let us write to in 24 hours; where a limit is known. */
  headroom?: Headroom[];
  /** People whom we know on WhatsApp without a number: no text message and no call follows from it. */
  usernameOnly?: number;
  segmentsPerSms: { fr: SmsSize; en: SmsSize } | null;
  warnings: PlanWarning[];
};

export type PlanInput = {
  cascade: Cascade;
  channels: readonly PlanChannel[];
  groups: readonly ReachGroup[];
  unreachable: Unreachable[];
  texts: Texts;
  /** The texts as an SMS carries them, where something is added to what was written. */
  asSms?: Texts | undefined;
  budget?: Budget | undefined;
  usernameOnly?: number | undefined;
  /** What may follow the broadcast, where it is known. */
  later?: Later | undefined;
};

const SECOND_MS = 1_000;

/** What pressing the button would do, before anybody presses it. */
export function planOf(input: PlanInput): Plan {
  const { groups, unreachable, budget, usernameOnly } = input;
  const recipients = sum(groups.filter((group) => firstOpen(group) >= 0));
  const perChannel = input.cascade.rungs.map((_rung, index) => channelPlan(input, index));
  const headroom = headroomOf(input);
  const cost = costOf(perChannel, input.later ? laterOf(input, input.later) : null);
  return {
    recipients,
    people: recipients + unreachable.reduce((total, { count }) => total + count, 0),
    unreachable,
    perChannel,
    cost,
    ...(budget ? { budget } : {}),
    ...(headroom.length > 0 ? { headroom } : {}),
    ...(usernameOnly ? { usernameOnly } : {}),
    durationSeconds: Math.max(0, ...perChannel.map((channel) => channel.durationSeconds)),
    segmentsPerSms: hasSms(input) ? { fr: smsOf(input, "fr"), en: smsOf(input, "en") } : null,
    warnings: [
      ...warningsOf(input, perChannel),
      ...headroomWarnings(headroom),
      ...(budget ? budgetWarnings(cost, budget) : []),
      ...textWarnings(input),
    ],
  };
}

function headroomOf(input: PlanInput): Headroom[] {
  const rungs = input.cascade.rungs.map((_rung, index) => {
    const { id: channelId, limit = null, state } = channelOf(input, index);
    return { channelId, limit, isUp: state !== "down" };
  });
  return headroomsOf(rungs, input.groups);
}

function channelPlan(input: PlanInput, index: number): Plan["perChannel"][number] {
  const channel = channelOf(input, index);
  const first = sum(input.groups.filter((group) => firstOpen(group, input) === index));
  const reach = sum(input.groups.filter((group) => group.usable[index] === true));
  return {
    channelId: channel.id,
    name: channel.name,
    reach,
    first,
    ratePerSecond: channel.perSecond,
    durationSeconds: Math.ceil(first / channel.perSecond),
    ...moneyOf(channel, { first, reach, texts: smsTexts(input) }),
    leftToday: channel.leftToday ?? null,
  };
}

/** Where a person starts: the first way they have, and past channels that are down already. */
function firstOpen(group: ReachGroup, input?: PlanInput): number {
  const up = (index: number): boolean => !input || channelOf(input, index).state !== "down";
  const open = group.usable.findIndex((usable, index) => usable && up(index));
  return open >= 0 ? open : group.usable.indexOf(true);
}

function warningsOf(input: PlanInput, perChannel: Plan["perChannel"]): PlanWarning[] {
  const { cascade, groups } = input;
  const warnings: PlanWarning[] = [];
  const channels = cascade.rungs.map((_rung, index) => channelOf(input, index));
  for (const { id, state } of channels) {
    if (state === "down") warnings.push({ code: "channel-down", channelId: id });
  }
  const domains = new Set(channels.map((channel) => channel.failureDomain));
  const [domain] = domains;
  if (domains.size === 1 && domain !== undefined && domain !== "own") {
    warnings.push({ code: "one-failure-domain", domain });
  }
  const single = sum(groups.filter(({ usable }) => usable.filter(Boolean).length === 1));
  if (single > 0 && cascade.rungs.length > 1)
    warnings.push({ code: "one-way-only", people: single });
  for (const { channelId, durationSeconds } of perChannel) {
    const late = durationSeconds * SECOND_MS > cascade.expiresAfterMs;
    if (late) warnings.push({ code: "too-slow", channelId, durationSeconds });
  }
  warnings.push(...neverToldWarnings(cascade, channels));
  warnings.push(...quotaWarnings(perChannel), ...accountWarnings(channels));
  warnings.push(...templateWarnings(channels), ...lifetimeWarnings(cascade, channels));
  if (input.usernameOnly) warnings.push({ code: "username-only", people: input.usernameOnly });
  return warnings;
}

function textWarnings(input: PlanInput): PlanWarning[] {
  const { texts } = input;
  const warnings: PlanWarning[] = [];
  for (const language of ["fr", "en"] as const) {
    if (texts[language].body.trim() === "") warnings.push({ code: "text-missing", language });
    if (hasSms(input)) warnings.push(...costlyWarnings(smsTexts(input)[language].body, language));
  }
  const names = blanksOfTexts(texts).filter((name) => name !== OWN_PAGE);
  return names.length > 0 ? [...warnings, { code: "blanks", names }] : warnings;
}

/** A day's quota that is too small for those who start there, or for those who may fall back on it. */
function quotaWarnings(perChannel: Plan["perChannel"]): PlanWarning[] {
  return perChannel.flatMap(({ channelId, first, reach, leftToday }): PlanWarning[] => {
    const left = leftToday ?? Number.POSITIVE_INFINITY;
    if (first > left) return [{ code: "over-quota", channelId, left, missing: first - left }];
    const missing = reach - left;
    return missing > 0 ? [{ code: "quota-on-fallback", channelId, left, missing }] : [];
  });
}

const hasSms = (input: PlanInput): boolean =>
  input.channels.some((channel) => channel.addressKind === "sms");

const smsTexts = ({ texts, asSms = texts }: PlanInput): Texts => asSms;
const smsOf = (input: PlanInput, language: "fr" | "en"): SmsSize =>
  smsSize(smsTexts(input)[language].body);

const sum = (groups: readonly ReachGroup[]): number =>
  groups.reduce((total, group) => total + group.people, 0);

function channelOf({ cascade, channels }: PlanInput, index: number): PlanChannel {
  const id = cascade.rungs[index]?.channelId;
  const found = channels.find((channel) => channel.id === id);
  if (!found) throw new Error(`The plan needs channel ${id}, which was not given.`);
  return found;
}
