import { DAY_MS, HOUR_MS } from "../../lib/clock.ts";
import { purgeAlerts } from "../../store/alerts.ts";
import { purgeCanaries } from "../../store/canaries.ts";
import { purgeListening } from "../../store/listening.ts";
import { purgePartPoints } from "../../store/part-streams.ts";
import { purgeSalts } from "../../store/report-salts.ts";
import { purgeReports } from "../../store/reports.ts";
import { purgeSessions } from "../../store/sessions.ts";
import { purgeSignals } from "../../store/signals.ts";
import { purgePoints } from "../../store/streams.ts";
import { purgeTickets } from "../../store/tickets.ts";
import { defineIntake } from "../action.ts";
import { firstSaltedDay } from "../report/reporter.ts";

/** What people told us is kept no longer than the shares of calm days need. */
export const REPORTS_KEPT_MS = 30 * DAY_MS;
export const SIGNALS_KEPT_MS = 90 * DAY_MS;
/** Nobody who wrote in public is remembered longer, be it as a number. */
export const LISTENING_KEPT_MS = HOUR_MS;
/** What people wrote to us, once it is closed. */
export const TICKETS_KEPT_MS = 90 * DAY_MS;
export const SESSIONS_KEPT_MS = 30 * DAY_MS;
/** The chart of an incident must outlive the yearly review. */
export const POINTS_KEPT_MS = 400 * DAY_MS;

/** Forgets what has served its time. Assessments, incidents and events stay. */
export const forgetOld = defineIntake(async (tx, _input: null, { now }) => {
  await purgeReports(tx, now - REPORTS_KEPT_MS);
  await purgeSalts(tx, firstSaltedDay(now));
  await purgePartPoints(tx, now - REPORTS_KEPT_MS);
  await purgeListening(tx, now - LISTENING_KEPT_MS);
  await purgeSignals(tx, now - SIGNALS_KEPT_MS);
  await purgeCanaries(tx, now - SIGNALS_KEPT_MS);
  await purgeAlerts(tx, now - SIGNALS_KEPT_MS);
  await purgePoints(tx, now - POINTS_KEPT_MS);
  await purgeTickets(tx, now - TICKETS_KEPT_MS);
  await purgeSessions(tx, now - SESSIONS_KEPT_MS);
});
