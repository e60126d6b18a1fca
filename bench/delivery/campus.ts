import { setTimeout as pause } from "node:timers/promises";
import { sql } from "kysely";
import { machine } from "../../src/actions/action.ts";
import { resumeBroadcast } from "../../src/actions/broadcast/resume.ts";
import { tallyTotals } from "../../src/store/tallies.ts";
import { openTown, type Town } from "./town.ts";

const MARKS_MIN = [1, 5, 10];
const MINUTE_MS = 60_000;
const PATIENCE_MS = 90_000;
const DAY_MS = 86_400_000;
/**
 * What a university can really have: a short code at Twilio sends 100 text messages a second, its own
 * mail relay takes 100 letters a second, and 20 calls a second are dialled for who asked for them.
 */
const PER_SECOND = { sms: 100, email: 100, voice: 20 };
/** Nine in ten left a mobile number, everybody an e-mail address, and four in five can be called. */
const KINDS = [
  { kind: "sms", who: "id % 10 > 0" },
  { kind: "email" },
  { kind: "voice", who: "id % 5 <> 1" },
] as const;

export type Campus = {
  people: number;
  lines: { what: string; at: number[] }[];
  keys: Record<string, number>;
};
type Sent = { call: number; letter: number; sms: number; email: number; voice: number };

/**
 * 50,000 people are told at once by every way there is: a text message and, where none arrived within
 * a minute and a half, a call; and a letter to everybody, whatever became of the rest. Some are not
 * there, some have an answering machine, most are quick and a few are slow.
 */
export async function measureCampus(people: number): Promise<Campus> {
  const town = await openTown(people, KINDS);
  const sent = await prepare(town);
  const stop = town.startLoops({ deliver: true, hear: true });
  try {
    const startedAt = performance.now();
    for (const id of [sent.call, sent.letter]) {
      await resumeBroadcast(town.house, machine("bench"), { id });
    }
    const counted: Record<string, number>[] = [];
    for (const minutes of MARKS_MIN) {
      await pause(minutes * MINUTE_MS - (performance.now() - startedAt));
      counted.push(await count(town, sent));
      console.log(`  after ${minutes} min: ${JSON.stringify(counted.at(-1))}`);
    }
    return summed(people, counted);
  } finally {
    await stop();
    await town.close();
  }
}

async function prepare(town: Town): Promise<Sent> {
  const usual = { people: "usual" } as const;
  const sms = await town.provider({ kind: "twilio-sms", ...usual, perSecond: PER_SECOND.sms });
  const voice = await town.provider({
    kind: "twilio-voice",
    ...usual,
    perSecond: PER_SECOND.voice,
  });
  const email = await town.provider({ kind: "smtp-email", ...usual, perSecond: PER_SECOND.email });
  const call = await town.launch([
    { channelId: sms, patienceMs: PATIENCE_MS, success: "delivered" },
    { channelId: voice, patienceMs: PATIENCE_MS, success: "delivered" },
  ]);
  const letter = await town.launch([{ channelId: email, patienceMs: DAY_MS, success: "accepted" }]);
  return { call, letter, sms, email, voice };
}

async function count({ house: { db } }: Town, sent: Sent): Promise<Record<string, number>> {
  const totals = [...(await tallyTotals(db, sent.call)), ...(await tallyTotals(db, sent.letter))];
  const of = (channelId: number, what: string) =>
    totals.find((total) => total.channelId === channelId && total.what === what)?.n ?? 0;
  const found = await sql<{ confirmed: number; told: number }>`
    select count(*) filter (where best >= 4)::int as confirmed, count(*)::int as told from (
      select max(best) as best from delivery
      where broadcast_id = any(${[sent.call, sent.letter]}::int[]) and best >= 2
      group by contact_id
    ) people`.execute(db);
  return {
    "SMS handed over": of(sent.sms, "accepted"),
    "SMS delivered": of(sent.sms, "delivered"),
    "calls made": of(sent.voice, "accepted"),
    "calls answered": of(sent.voice, "delivered"),
    "letters taken by mail servers": of(sent.email, "accepted"),
    "people with a confirmed delivery": found.rows[0]?.confirmed ?? 0,
    "people told by any way": found.rows[0]?.told ?? 0,
  };
}

function summed(people: number, counted: readonly Record<string, number>[]): Campus {
  const lines = Object.keys(counted[0] ?? {}).map((what) => ({
    what,
    at: counted.map((each) => each[what] ?? 0),
  }));
  const at = (what: string, mark: number) => (counted[mark]?.[what] ?? 0) / people;
  const keys = {
    campusConfirmed10Min: at("people with a confirmed delivery", 2),
    campusTold1Min: at("people told by any way", 0),
    campusTold5Min: at("people told by any way", 1),
    campusTold10Min: at("people told by any way", 2),
  };
  return { people, lines, keys };
}

export function printCampus({ people, lines }: Campus): void {
  console.log(`| ${people} people | 1 min | 5 min | 10 min |\n|---|---|---|---|`);
  for (const { what, at } of lines) {
    const cells = at.map((n) => `${n} (${Math.round((n / people) * 1_000) / 10} %)`);
    console.log(`| ${what} | ${cells.join(" | ")} |`);
  }
}
