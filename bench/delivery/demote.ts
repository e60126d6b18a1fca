import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { machine } from "../../src/actions/action.ts";
import { recordAssessment } from "../../src/actions/assessment/record.ts";
import { resumeBroadcast } from "../../src/actions/broadcast/resume.ts";
import { openTown, type Town } from "./town.ts";

const BENCH = machine("bench");
const POLL_MS = 250;
/** When half of the people are still to be sent to. */
const WORD_AFTER_MS = 5_000;
const PER_SECOND = 2_000;
const PATIENCE_MS = 60_000;
const DAY_MS = 86_400_000;
const GIVE_UP_MS = 300_000;

export type Demoted = {
  /** Until the channel is down and the last message over it has gone. */
  stoppedS: number;
  /** Until whoever waited for it has been sent to over the next one. */
  movedS: number;
};

/** How long until nothing goes over a dead channel any more, on the detector's word. */
export async function demoteByWord(people: number): Promise<Demoted> {
  return await inDarkTown(people, async (town) => {
    await pause(WORD_AFTER_MS);
    const spoken = Date.now();
    await sayDown(town);
    return spoken;
  });
}

/** The same where nobody says a word: from the first message, by our own missing receipts. */
export async function demoteByReceipts(people: number): Promise<Demoted> {
  return await inDarkTown(people, () => Promise.resolve(Date.now()));
}

/** WhatsApp takes everything and delivers nothing; below it is SMS, and a tenth have SMS only. */
async function inDarkTown(people: number, word: (town: Town) => Promise<number>): Promise<Demoted> {
  const kinds = [{ kind: "whatsapp", who: "id % 10 > 0" } as const, { kind: "sms" } as const];
  const town = await openTown(people, kinds);
  const dark = { kind: "whatsapp-cloud", state: "blackhole", platformId: "whatsapp" } as const;
  const whatsapp = await town.provider({ ...dark, perSecond: PER_SECOND });
  const sms = await town.provider({ kind: "twilio-sms" });
  const id = await town.launch([
    { channelId: whatsapp, patienceMs: PATIENCE_MS, success: "delivered" },
    { channelId: sms, patienceMs: DAY_MS, success: "delivered" },
  ]);
  const stop = town.startLoops({ deliver: true, hear: true });
  try {
    await resumeBroadcast(town.house, BENCH, { id });
    const from = await word(town);
    let stands = await standing(town, id, whatsapp);
    while (stands.state !== "down" || stands.waiting > 0) {
      if (Date.now() - from > GIVE_UP_MS) throw new Error("The channel was never left.");
      await pause(POLL_MS);
      stands = await standing(town, id, whatsapp);
    }
    const { switchedAt, lastAt } = stands;
    return {
      stoppedS: (Math.max(switchedAt, lastAt) - from) / 1_000,
      movedS: (Date.now() - from) / 1_000,
    };
  } finally {
    await stop();
    await town.close();
  }
}

async function sayDown({ house }: Town): Promise<void> {
  const at = house.now();
  await recordAssessment(house, BENCH, {
    platformId: "whatsapp",
    at,
    startedAt: at,
    assessment: {
      level: "confirmed",
      class: "general",
      subject: null,
      confidence: 0.99,
      logOdds: 5,
      addends: [],
      crowdOnly: false,
      blind: false,
      since: at,
      easingSince: null,
      contender: null,
    },
  });
}

type Standing = { state: string; switchedAt: number; lastAt: number; waiting: number };

/** The channel, when it was last sent over, and how many wait to be sent to over it. */
async function standing({ house }: Town, id: number, channelId: number): Promise<Standing> {
  const found = await sql<Standing>`
    select state, ${ms("state_at")} as "switchedAt", (
      select ${ms("max(attempted_at)")} from (
        select attempted_at from delivery where broadcast_id = ${id} and rung = 0
        union all
        select attempted_at from attempt where broadcast_id = ${id} and rung = 0
      ) tried
    ) as "lastAt", (
      select count(*)::int from delivery
      where broadcast_id = ${id} and settled is null and rung = 0 and fact = 0
    ) as waiting
    from channel where id = ${channelId}`.execute(house.db);
  const [row] = found.rows;
  if (!row) throw new Error("There is no such channel.");
  return row;
}

const ms = (time: string) => sql`extract(epoch from ${sql.raw(time)})::float8 * 1000`;
