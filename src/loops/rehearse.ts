import { setTimeout as sleep } from "node:timers/promises";
import type { House } from "../actions/action.ts";
import { draftAnnouncement } from "../actions/announcement/draft.ts";
import { publishAnnouncement } from "../actions/announcement/publish.ts";
import { approveBroadcast } from "../actions/broadcast/approve.ts";
import { createBroadcast } from "../actions/broadcast/create.ts";
import { confirmIncident } from "../actions/incident/confirm.ts";
import { monitorIncident } from "../actions/incident/monitor.ts";
import { resolveIncident } from "../actions/incident/resolve.ts";
import { planMaintenance } from "../actions/maintenance/plan.ts";
import { fileReport } from "../actions/report/file.ts";
import { completeTask } from "../actions/task/complete.ts";
import type { Cascade } from "../domain/cascade.ts";
import type { Actor } from "../domain/roles.ts";
import { NOTICE_SOURCE, OUTAGE_NOTICE, RECOVERY_NOTICE, WORK } from "../domain/training/notices.ts";
import { REDIRECT, STORM, TEAM } from "../domain/training/organisation.ts";
import { countryOf, OUTAGE, reportsInMinute, symptomOf } from "../domain/training/outage.ts";
import { voiceOf } from "../domain/training/voices.ts";
import { HOUR_MS, MINUTE_MS } from "../lib/clock.ts";
import { unlessConflict } from "../lib/errors.ts";
import { accountByEmail, actorOf } from "../store/accounts.ts";
import { calmSince } from "../store/assessments.ts";
import { listContactPoints } from "../store/contact-points.ts";
import type { Db } from "../store/database.ts";
import { type IncidentRow, openIncidentOf } from "../store/incidents.ts";
import { tasksOf } from "../store/playbooks.ts";
import { machineAt, playMinutes } from "./play-minutes.ts";
import type { Ground } from "./training-ground.ts";

const PLATFORM = "whatsapp";
const TICK_MS = 40;
/** In minutes. Whatever is not done by then stays as it is: open, and visibly so. */
const LONGEST = OUTAGE.endsAt + 60;
/** As long as the note at the end says. */
const CALM_MS = 10 * MINUTE_MS;
const WORK_AFTER_MS = 18 * MINUTE_MS;
const WORK_LENGTH_MS = 15 * MINUTE_MS;
/** The benchmarking range of RFC 2544: nobody's address, and 512 blocks of neighbours. */
const reporterAddress = (n: number) => `198.${18 + (n % 2)}.${(n >> 1) % 256}.${1 + (n % 250)}`;

/** `mayReach` holds the house's clock back until a minute has been played. */
export type Stage = {
  house: House;
  ground: Ground;
  signal: AbortSignal;
  mayReach(at: number): void;
};

/** One line of the script: the earliest minute, and what is done. `false`: it is too soon, ask again. */
type Cue = { minute: number; act(scene: Playing): Promise<boolean> };
type Playing = Stage & { leila: Actor; marc: Actor };

const SCRIPT: readonly Cue[] = [
  { minute: 2, act: planWork },
  { minute: 3, act: sendStormWarning },
  { minute: OUTAGE.failsAt, act: async (scene) => await conduct(scene, "blackhole") },
  { minute: OUTAGE.failsAt + 7, act: confirmWhatWeSee },
  { minute: OUTAGE.failsAt + 9, act: publishNotice },
  { minute: OUTAGE.failsAt + 11, act: tickTheRest },
  { minute: OUTAGE.failsAt + 14, act: tellHowToReachUs },
  { minute: OUTAGE.recoversAt, act: async (scene) => await conduct(scene, "up") },
  { minute: OUTAGE.recoversAt + 12, act: noteRecovery },
  { minute: OUTAGE.endsAt - 2, act: close },
];

/**
 * Plays the reconstructed outage on the house's own clock: the public reports, two people of the
 * training team decide, and everything else is the real machine at work. It goes on until all is done,
 * because whoever decides waits for what the machine has seen.
 */
export async function rehearse(stage: Stage): Promise<void> {
  try {
    const leila = await member(stage, "leila");
    await playOn({ ...stage, leila, marc: await member(stage, "marc") });
  } finally {
    stage.mayReach(Number.POSITIVE_INFINITY);
  }
}

async function playOn(scene: Playing): Promise<void> {
  const { house, mayReach, signal } = scene;
  const pending = new Set(SCRIPT);
  let reporter = 0;
  await playMinutes({
    now: house.now,
    mayReach,
    signal,
    most: LONGEST,
    machine: async () => await machineAt(house.db, { platformId: PLATFORM, now: house.now() }),
    async play(minute) {
      reporter = await fileReports(scene, { minute, from: reporter });
      for (const cue of pending) {
        if (cue.minute <= minute && (await cue.act(scene))) pending.delete(cue);
      }
      return { over: pending.size === 0 };
    },
    pause: async () => await sleep(TICK_MS, undefined, { signal }).catch(() => undefined),
  });
}

async function fileReports({ house }: Playing, at: { minute: number; from: number }) {
  const wobble = ((at.minute * 7_919) % 101) / 101;
  const count = reportsInMinute(at.minute, wobble);
  for (let n = at.from; n < at.from + count; n++) {
    await fileReport(house, {
      platformId: PLATFORM,
      symptom: symptomOf(n),
      ...voiceOf(n),
      country: countryOf(n),
      ip: reporterAddress(n),
      agent: `reporter ${n}`,
    });
  }
  return at.from + count;
}

async function sendStormWarning({ house, ground, leila, marc }: Playing): Promise<boolean> {
  const broadcast = { ...STORM, cascade: cascadeOver(ground), question: {} };
  const { id } = await createBroadcast(house, leila, broadcast);
  await approveBroadcast(house, marc, { id });
  return true;
}

/** Planned work plays as well: it is announced, begins during the outage, and ends by the clock. */
async function planWork({ house, leila }: Playing): Promise<boolean> {
  const mail = (await listContactPoints(house.db)).find(({ kind }) => kind === "email");
  const now = house.now();
  await planMaintenance(house, leila, {
    ...WORK,
    from: now + WORK_AFTER_MS,
    until: now + WORK_AFTER_MS + WORK_LENGTH_MS,
    pointIds: mail ? [mail.id] : [],
    effect: "degraded",
    firm: true,
  });
  return true;
}

async function tellHowToReachUs({ house, ground, leila, marc }: Playing): Promise<boolean> {
  const incident = await openIncidentOf(house.db, PLATFORM);
  if (incident?.state !== "confirmed") return false;
  const broadcast = { ...REDIRECT, cascade: cascadeOver(ground), question: {} };
  const { id } = await createBroadcast(house, leila, { ...broadcast, incidentId: incident.id });
  await approveBroadcast(house, marc, { id });
  return true;
}

function cascadeOver({ channels }: Ground): Cascade {
  const { whatsapp, sms, email } = channels;
  return {
    rungs: [
      { channelId: whatsapp, patienceMs: 20 * MINUTE_MS, success: "delivered" },
      { channelId: sms, patienceMs: 6 * MINUTE_MS, success: "delivered" },
      { channelId: email, patienceMs: 10 * MINUTE_MS, success: "accepted" },
    ],
    expiresAfterMs: 4 * HOUR_MS,
    triesMax: 3,
  };
}

async function conduct({ ground }: Playing, state: "up" | "blackhole"): Promise<boolean> {
  await ground.whatsapp.setConduct({ state });
  return true;
}

async function confirmWhatWeSee({ house, leila }: Playing): Promise<boolean> {
  const incident = await openIncidentOf(house.db, PLATFORM);
  if (incident?.state !== "suspected") return incident !== undefined;
  const note =
    "Message d'essai : une coche, pas de seconde. / Test message: one tick, no second one.";
  return await unlessLate(confirmIncident(house, leila, { id: incident.id, note }));
}

async function publishNotice(scene: Playing): Promise<boolean> {
  const notice = { texts: OUTAGE_NOTICE, severity: "major" as const, nextUpdateInMs: HOUR_MS / 2 };
  return await publish(scene, notice, "confirmed");
}

async function tickTheRest({ house, leila }: Playing): Promise<boolean> {
  const incident = await openIncidentOf(house.db, PLATFORM);
  if (incident?.state !== "confirmed") return false;
  for (const task of await tasksOf(house.db, incident.id)) {
    if (task.state !== "open" || !["tell_team", "redirect"].includes(task.key)) continue;
    await unlessLate(completeTask(house, leila, { id: task.id, note: "" }));
  }
  return true;
}

async function noteRecovery({ house, leila }: Playing): Promise<boolean> {
  const incident = await openIncidentOf(house.db, PLATFORM);
  if (incident?.state !== "confirmed") return true;
  if ((await calmSince(house.db, PLATFORM)) === null) return false;
  const note =
    "Les accusés reviennent, les signalements baissent. / Receipts are back, reports are falling.";
  return await unlessLate(monitorIncident(house, leila, { id: incident.id, note }));
}

async function close(scene: Playing): Promise<boolean> {
  const incident = await openIncidentOf(scene.house.db, PLATFORM);
  if (!incident) return true;
  const calmFrom = await calmSince(scene.house.db, PLATFORM);
  // Nobody says that it is over while our own page still says that it lasts.
  if (calmFrom === null || scene.house.now() - calmFrom < CALM_MS) return false;
  await publish(scene, { texts: RECOVERY_NOTICE, severity: "resolved", nextUpdateInMs: null });
  const note = "Calme depuis dix minutes. / Calm for ten minutes.";
  return await unlessLate(resolveIncident(scene.house, scene.leila, { id: incident.id, note }));
}

type ToPublish = {
  texts: typeof OUTAGE_NOTICE;
  severity: "major" | "resolved";
  nextUpdateInMs: number | null;
};

async function publish(
  { house, leila }: Playing,
  notice: ToPublish,
  once?: IncidentRow["state"],
): Promise<boolean> {
  const incident = await openIncidentOf(house.db, PLATFORM);
  if (!incident || (once !== undefined && incident.state !== once)) return false;
  const { texts, severity, nextUpdateInMs } = notice;
  const { id } = await draftAnnouncement(house, leila, {
    incidentId: incident.id,
    texts,
    severity,
    source: NOTICE_SOURCE,
    nextUpdateAt: nextUpdateInMs === null ? null : house.now() + nextUpdateInMs,
  });
  return await unlessLate(publishAnnouncement(house, leila, { id }));
}

/** The newcomer may have been faster with a button: then the play goes on from there. */
async function unlessLate(decision: Promise<unknown>): Promise<true> {
  await unlessConflict(async () => await decision);
  return true;
}

async function member({ house }: { house: { db: Db } }, who: keyof typeof TEAM): Promise<Actor> {
  const account = await accountByEmail(house.db, TEAM[who].email);
  if (!account) throw new Error(`The training team has no ${who}.`);
  return actorOf(account);
}
