import type { Cascade } from "../../domain/cascade.ts";
import {
  defaultCascade,
  PATIENCE_MAX_MS,
  PATIENCE_MIN_MS,
  RUNGS_MAX,
} from "../../domain/default-cascade.ts";
import type { Texts } from "../../domain/language.ts";
import { type Plan, planOf } from "../../domain/plan.ts";
import type { Question } from "../../domain/segment.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { type ChannelRow, listChannels } from "../../store/channels.ts";
import type { Db } from "../../store/database.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { reachOf } from "../../store/recipients.ts";
import { transportOf } from "../../transports/index.ts";

/** What somebody wants to tell whom. Without a cascade, every channel in its usual order. */
export type BroadcastInput = {
  title: string;
  texts: Texts;
  segmentId?: string | null | undefined;
  question?: Question | undefined;
  incidentId?: string | null | undefined;
  cascade?: Cascade | undefined;
  lane?: "critical" | "bulk" | undefined;
  drill?: boolean | undefined;
};

export type Drafted = {
  question: Question;
  cascade: Cascade;
  drill: boolean;
  plan: Plan;
};

/** What pressing the button would do. Reads only. */
export async function draftPlan(db: Db, input: BroadcastInput): Promise<Drafted> {
  if (Object.values(input.texts).every((text) => text.body.trim() === "")) {
    throw refusal("invalid", "errors:broadcast.no_text");
  }
  const question = await questionOf(db, input);
  const drill = await isDrill(db, input);
  const channels = await usableChannels(db, drill);
  const cascade = input.cascade ?? defaultCascade(channels.map(rungChannel));
  const rungs = checkCascade(cascade, channels);
  const { groups, unreachable } = await reachOf(db, question, rungs);
  const plan = planOf({
    cascade,
    channels: channels.map(planChannel),
    groups,
    unreachable,
    texts: input.texts,
  });
  return { question, cascade, drill, plan };
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

async function questionOf(db: Db, { segmentId, question }: BroadcastInput): Promise<Question> {
  if (!segmentId) return question ?? {};
  const segment = await db
    .selectFrom("segment")
    .select("question")
    .where("id", "=", segmentId)
    .executeTakeFirst();
  if (!segment) throw notFound("segment");
  return segment.question;
}

/** What belongs to a drill is one; so is everything as long as the organisation is in training. */
async function isDrill(db: Db, { drill, incidentId }: BroadcastInput): Promise<boolean> {
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

const planChannel = (row: ChannelRow) => ({
  id: row.id,
  name: row.name,
  addressKind: row.address_kind,
  failureDomain: transportOf(row.transport)?.failureDomain ?? "own",
  perSecond: row.per_second,
  state: row.state,
});
