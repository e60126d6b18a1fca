import { type Keeps, keepsOf } from "../../domain/keeps.ts";
import { DAY_MS, HOUR_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import {
  type Forget,
  purgeAlerts,
  purgeCanaries,
  purgeForums,
  purgeInboxAside,
  purgePartPoints,
  purgePoints,
  purgePolls,
  purgeReplies,
  purgeReports,
  purgeSessions,
  purgeSignals,
  purgeSpooled,
  purgeTestTallies,
  purgeTickets,
  purgeUnreadAside,
} from "../../store/forgetting.ts";
import { purgeListening } from "../../store/listening.ts";
import { findOrganisation } from "../../store/organisation.ts";
import { purgeProviderNumbers } from "../../store/provider-numbers.ts";
import { purgeSalts } from "../../store/report-salts.ts";
import { purgeSharedPeople } from "../../store/shared-limits.ts";
import { defineIntake, type House } from "../action.ts";
import { firstSaltedDay } from "../report/reporter.ts";

/** What people told us is kept no longer than the shares of calm days need. */
export const REPORTS_KEPT_MS = 30 * DAY_MS;
/** Nobody who wrote in public is remembered longer, be it as a number. */
const LISTENING_KEPT_MS = HOUR_MS;
const SESSIONS_KEPT_MS = 30 * DAY_MS;
/** Receipts that nobody can match are waited for no longer either. */
const NUMBERS_KEPT_MS = 7 * DAY_MS;
/** What could not be taken in names people, too: long enough for somebody to look at it. */
const ASIDE_KEPT_MS = 30 * DAY_MS;
/** So many rows are forgotten in one transaction, which is over before anybody waits for it. */
const ROWS_AT_ONCE = 5_000;

type Purge = { purge: (tx: Tx, forget: Forget) => Promise<number>; keptMs: number };

/**
 * Forgets what has served its time, a few thousand rows at a time. Assessments, incidents and events
 * stay. Answers how many rows went.
 */
export async function forgetOld(house: House, limit = ROWS_AT_ONCE): Promise<number> {
  await forgetSecrets(house, null);
  const organisation = await findOrganisation(house.db);
  let gone = 0;
  for (const { purge, keptMs } of purgesOf(keepsOf(organisation?.keeps ?? {}))) {
    for (let went = limit; went === limit; gone += went) {
      went = await forgetSome(house, { purge, keptMs, limit });
    }
  }
  return gone;
}

const forgetSecrets = defineIntake(async (tx, _input: null, { now }) => {
  await purgeSalts(tx, firstSaltedDay(now));
  await purgeListening(tx, now - LISTENING_KEPT_MS);
});

const forgetSome = defineIntake<Purge & { limit: number }, number>(
  async (tx, { purge, keptMs, limit }, { now }) => await purge(tx, { before: now - keptMs, limit }),
);

const purgesOf = (keeps: Keeps): Purge[] => [
  { purge: purgeReports, keptMs: REPORTS_KEPT_MS },
  { purge: purgePartPoints, keptMs: REPORTS_KEPT_MS },
  { purge: purgeSignals, keptMs: keeps.signals * DAY_MS },
  { purge: purgeCanaries, keptMs: keeps.signals * DAY_MS },
  { purge: purgeTestTallies, keptMs: keeps.signals * DAY_MS },
  { purge: purgeAlerts, keptMs: keeps.signals * DAY_MS },
  { purge: purgePoints, keptMs: keeps.points * DAY_MS },
  { purge: purgeReplies, keptMs: keeps.replies * DAY_MS },
  // A file that turns up again on a machine that was away is known for as long as what it said.
  { purge: purgeSpooled, keptMs: keeps.replies * DAY_MS },
  { purge: purgeInboxAside, keptMs: ASIDE_KEPT_MS },
  { purge: purgeUnreadAside, keptMs: ASIDE_KEPT_MS },
  { purge: purgeTickets, keptMs: keeps.tickets * DAY_MS },
  { purge: purgeForums, keptMs: keeps.tickets * DAY_MS },
  { purge: purgePolls, keptMs: keeps.tickets * DAY_MS },
  { purge: purgeSessions, keptMs: SESSIONS_KEPT_MS },
  { purge: purgeProviderNumbers, keptMs: NUMBERS_KEPT_MS },
  { purge: purgeSharedPeople, keptMs: DAY_MS },
];
