import { type Asks, isSoundPoll } from "../../domain/asks.ts";
import type { Cascade } from "../../domain/cascade.ts";
import {
  defaultCascade,
  PATIENCE_MAX_MS,
  PATIENCE_MIN_MS,
  RUNGS_MAX,
} from "../../domain/default-cascade.ts";
import { type Insist, isSoundInsist } from "../../domain/follow-up.ts";
import type { Texts } from "../../domain/language.ts";
import { type Plan, type PlanChannel, planOf } from "../../domain/plan.ts";
import { asOf, type Question, type QuestionNow } from "../../domain/segment.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { type ChannelRow, listChannels } from "../../store/channels.ts";
import type { Db } from "../../store/database.ts";
import { readOrganisation } from "../../store/organisation.ts";
import {
  countUsernameOnly,
  type LimitedWay,
  type RungWay,
  reachOf,
} from "../../store/recipients.ts";
import { refuseBadAreas } from "../segment/areas.ts";
import { budgetOf } from "./budget.ts";
import { laterOfBroadcast } from "./later.ts";
import { planChannels } from "./plan-channels.ts";
import { asSms } from "./wording.ts";

const TITLE_LENGTH_MAX = 200;

/** What somebody wants to tell whom. Without a cascade, every channel in its usual order. */
export type BroadcastInput = {
  title: string;
  texts: Texts;
  segmentId?: string | null | undefined;
  question?: Question | QuestionNow | undefined;
  incidentId?: string | null | undefined;
  cascade?: Cascade | undefined;
  lane?: "critical" | "bulk" | undefined;
  drill?: boolean | undefined;
  asks?: Asks | undefined;
  /** Asked again until they answer. */
  insist?: Insist | null | undefined;
  /** Segments whose people are sent to before everybody else, one after the other. */
  first?: readonly string[] | undefined;
  /** A few go first, and the others follow when it has arrived with them. */
  cohort?: boolean | undefined;
  /** What it may cost, in hundredths; null: no limit of its own. */
  budgetCents?: number | null | undefined;
  /** It may go beyond what the day allows. */
  beyondDay?: boolean | undefined;
};

/** Whom a broadcast means, and by which channels: everything but its words. */
type Asked = Omit<BroadcastInput, "texts">;

export type Drafted = {
  /** As it stands now: whoever it means is frozen with these words. */
  question: QuestionNow;
  cascade: Cascade;
  drill: boolean;
  plan: Plan;
};

/** What pressing the button would do. Reads only. */
export async function draftPlan(db: Db, input: BroadcastInput, now: number): Promise<Drafted> {
  refuseNoText(input.texts);
  refuseBadAsking(input);
  const { question, drill, channels, cascade, rungs } = await draftTerms(db, input, now);
  const standing = await planChannels(db, channels, now);
  const { groups, unreachable } = await reachOf(db, question, limited(rungs, standing, now));
  const { budgetCents = null, beyondDay = false } = input;
  const plan = planOf({
    cascade,
    channels: standing,
    groups,
    unreachable,
    texts: input.texts,
    asSms: asSms({ ...input, drill }),
    budget: await budgetOf(db, { budgetCents, beyondDay, drill }, now),
    usernameOnly: await countUsernameOnly(db, question, rungs),
    later: await laterOfBroadcast(db, { ...input, drill }, { question, rungs }),
  });
  return { question, cascade, drill, plan };
}

/** The rungs with the limits of their channels: whoever counts against one already needs no place. */
const limited = (
  rungs: readonly RungWay[],
  channels: readonly PlanChannel[],
  now: number,
): LimitedWay[] =>
  rungs.map((rung) => {
    const { limit = null } = channels.find(({ id }) => id === rung.channelId) ?? {};
    return { ...rung, limit: limit && { name: limit.name, now } };
  });

/** Whom a draft means, and by which channels. */
export async function draftTerms(db: Db, input: Asked, now: number) {
  const question = asOf(await questionOf(db, input), now);
  const drill = await isDrill(db, input);
  const channels = await usableChannels(db, drill);
  const cascade = input.cascade ?? defaultCascade(channels.map(rungChannel));
  return { question, drill, channels, cascade, rungs: checkCascade(cascade, channels) };
}

export function refuseNoText(texts: Texts): void {
  if (Object.values(texts).every((text) => text.body.trim() === "")) {
    throw refusal("invalid", "errors:broadcast.no_text");
  }
}

function refuseBadAsking({ asks, insist }: BroadcastInput): void {
  if (asks?.kind === "poll" && !isSoundPoll(asks.options)) {
    throw refusal("invalid", "safety:refused.poll");
  }
  if (insist && (asks?.kind === "nothing" || !isSoundInsist(insist))) {
    throw refusal("invalid", "safety:refused.insist");
  }
}

export function refuseBadTitle(title: string): void {
  if (title === "" || title.length > TITLE_LENGTH_MAX)
    throw refusal("invalid", "errors:broadcast.title");
}

/** The channels of a cascade, in its order; refuses one that could never be sent by. */
export function checkCascade(cascade: Cascade, channels: readonly ChannelRow[]) {
  const { rungs, expiresAfterMs, triesMax } = cascade;
  if (rungs.length === 0) throw refusal("conflict", "errors:broadcast.no_channel");
  if (rungs.length > RUNGS_MAX)
    throw refusal("invalid", "errors:broadcast.rungs_max", { max: RUNGS_MAX });
  if (expiresAfterMs < PATIENCE_MIN_MS || triesMax < 1)
    throw refusal("invalid", "errors:broadcast.too_soon");
  if (new Set(rungs.map((rung) => rung.channelId)).size < rungs.length) {
    throw refusal("invalid", "errors:broadcast.channel_twice");
  }
  return rungs.map(({ channelId, patienceMs }) => {
    if (patienceMs < PATIENCE_MIN_MS || patienceMs > PATIENCE_MAX_MS) {
      throw refusal("invalid", "errors:broadcast.patience");
    }
    const channel = channels.find(({ id }) => id === channelId);
    // Drills only on drill channels, live broadcasts only on live ones: there is no way across.
    if (!channel) throw refusal("invalid", "errors:broadcast.channel_unusable", { channelId });
    return { channelId, addressKind: channel.address_kind };
  });
}

export async function usableChannels(db: Db, drill: boolean): Promise<ChannelRow[]> {
  const channels = await listChannels(db);
  return channels.filter((channel) => channel.enabled && channel.drill === drill);
}

async function questionOf(db: Db, { segmentId, question }: Asked): Promise<Question | QuestionNow> {
  if (!segmentId) {
    if (question) refuseBadAreas(question);
    return question ?? {};
  }
  const segment = await db
    .selectFrom("segment")
    .select("question")
    .where("id", "=", segmentId)
    .executeTakeFirst();
  if (!segment) throw notFound("segment");
  return segment.question;
}

/** What belongs to a drill is one; so is everything as long as the organisation is in training. */
async function isDrill(db: Db, { drill, incidentId }: Asked): Promise<boolean> {
  if ((await readOrganisation(db)).mode === "training") return true;
  if (incidentId) {
    const incident = await db
      .selectFrom("incident")
      .select("drill")
      .where("id", "=", incidentId)
      .executeTakeFirst();
    if (!incident) throw notFound("incident");
    if (drill !== undefined && drill !== incident.drill) {
      throw refusal("invalid", "errors:broadcast.drill_mixed");
    }
    return incident.drill;
  }
  return drill ?? false;
}

const rungChannel = (row: ChannelRow) => ({ id: row.id, addressKind: row.address_kind });
