import { type Sentence, sentence } from "../../domain/sentence.ts";
import { canaryVerdict, type SubscriberKind } from "../../domain/subscriber.ts";
import { refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import { appendEvent } from "../../store/events.ts";
import {
  addToMeter,
  type FuseRow,
  lockFuse,
  readMeter,
  saveFuse,
} from "../../store/subscriber-fuse.ts";
import { canaryCount } from "../../store/told.ts";
import { defineAction } from "../action.ts";

const LIMIT_MAX = 10_000_000;

/** Whether so many more would be a storm. If so the fuse goes out, and a person is asked. */
export async function blowIfTooMuch(tx: Tx, wanted: number, now: number): Promise<boolean> {
  const fuse = await lockFuse(tx);
  if (fuse.state !== "armed") return true;
  const minute = await readMeter(tx, { what: "sends", stretch: "minute" }, now);
  const day = await readMeter(tx, { what: "sends", stretch: "day" }, now);
  const [perMinute, perDay] = [fuse.per_minute_max, fuse.per_day_max];
  const isOver = minute.n + wanted > perMinute || day.n + wanted > perDay;
  if (!isOver) {
    await addToMeter(tx, { what: "sends", stretch: "minute", n: wanted }, now);
    await addToMeter(tx, { what: "sends", stretch: "day", n: wanted }, now);
    return false;
  }
  const isMinute = minute.n + wanted > perMinute;
  const reason = isMinute
    ? sentence("subscribers:fuse.minute", { max: perMinute })
    : sentence("subscribers:fuse.day", { max: perDay });
  await blow(tx, reason, now);
  return true;
}

/** The first few had it: on to everybody, or stop. */
export async function judgeCanaries(tx: Tx, tellingId: number, now: number): Promise<void> {
  if (!(await awaitsVerdict(tx, tellingId))) return;
  // The fuse first, as whoever resumes takes it: both let tellings go.
  const fuse = await lockFuse(tx);
  const telling = await tx
    .selectFrom("telling")
    .select(["canary_passed_at", "recipients", "frozen_at"])
    .where("id", "=", tellingId)
    .forUpdate()
    .executeTakeFirst();
  if (!telling || telling.canary_passed_at !== null) return;
  const count = await canaryCount(tx, tellingId);
  const verdict = canaryVerdict({ ...count, ageMs: now - (telling.frozen_at?.getTime() ?? now) });
  // Where the canaries are everybody, there is nobody left to be spared.
  if (verdict === "failed" && telling.recipients > count.lines) {
    if (fuse.state !== "armed") return;
    const { bad, tried } = count;
    await blow(tx, sentence("subscribers:fuse.canary", { bad, tried }), now);
  } else if (verdict !== null) {
    await passCanaries(tx, now, tellingId);
  }
}

async function awaitsVerdict(tx: Tx, tellingId: number): Promise<boolean> {
  const found = tx.selectFrom("telling").select("id").where("id", "=", tellingId);
  return (await found.where("canary_passed_at", "is", null).executeTakeFirst()) !== undefined;
}

async function blow(tx: Tx, reason: Sentence, now: number): Promise<void> {
  await saveFuse(tx, {
    state: "blown",
    reason: JSON.stringify(reason),
    changed_at: new Date(now),
    changed_by: "tell",
  });
  await appendEvent(tx, {
    at: now,
    actor: "tell",
    name: "subscriber.fuse-blown",
    subject: { kind: "subscribers", id: "fuse" },
    incidentId: null,
    detail: { reason },
  });
}

async function passCanaries(tx: Tx, now: number, tellingId?: number): Promise<void> {
  let query = tx
    .updateTable("telling")
    .set({ canary_passed_at: new Date(now) })
    .where("canary_passed_at", "is", null)
    .where("state", "=", "running");
  if (tellingId !== undefined) query = query.where("id", "=", tellingId);
  await query.execute();
}

/** Holds everything that is still to be told. Letters to people who sign up go on. */
export const pauseTelling = defineAction<null, FuseRow>({
  name: "subscriber.pause",
  needs: "communicator",
  async decide(tx, _none, { actor, now }) {
    const { state } = await lockFuse(tx);
    if (state !== "armed") throw refusal("conflict", `errors:subscriber.is.${state}`);
    const changed = { changed_at: new Date(now), changed_by: actor.name };
    const result = await saveFuse(tx, { state: "paused", reason: null, ...changed });
    return { subject: { kind: "subscribers", id: "fuse" }, result };
  },
});

/** A person has looked and says: go on. What waited goes out, the canaries' verdict notwithstanding. */
export const resumeTelling = defineAction<null, FuseRow>({
  name: "subscriber.resume",
  needs: "approver",
  async decide(tx, _none, { actor, now }) {
    const { state } = await lockFuse(tx);
    if (state === "armed") throw refusal("conflict", "errors:subscriber.is.armed");
    const changed = { changed_at: new Date(now), changed_by: actor.name };
    const result = await saveFuse(tx, { state: "armed", reason: null, ...changed });
    if (state === "blown") {
      await passCanaries(tx, now);
      await tx
        .deleteFrom("subscriber_meter")
        .where("what", "in", ["minute:sends", "day:sends"])
        .execute();
    }
    return { subject: { kind: "subscribers", id: "fuse" }, detail: { was: state }, result };
  },
});

export type Terms = {
  offered: SubscriberKind[];
  perSubscriberHourMax: number;
  perMinuteMax: number;
  perDayMax: number;
};

/** What is offered to visitors, and where a storm begins. */
export const changeTerms = defineAction<Terms, FuseRow>({
  name: "subscriber.terms",
  needs: "administrator",
  async decide(tx, terms, _scene) {
    const limits = [terms.perSubscriberHourMax, terms.perMinuteMax, terms.perDayMax];
    if (limits.some((limit) => limit < 1 || limit > LIMIT_MAX)) {
      throw refusal("invalid", "errors:subscriber.limits");
    }
    await lockFuse(tx);
    const result = await saveFuse(tx, {
      offered: [...new Set(terms.offered)],
      per_subscriber_hour_max: terms.perSubscriberHourMax,
      per_minute_max: terms.perMinuteMax,
      per_day_max: terms.perDayMax,
    });
    return { subject: { kind: "subscribers", id: "terms" }, detail: { ...terms }, result };
  },
});
