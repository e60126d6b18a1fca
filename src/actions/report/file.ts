import { isCountry } from "../../domain/countries.ts";
import {
  DEVICES,
  type Device,
  type Said,
  SYMPTOMS,
  UNSAID,
  versionOf,
} from "../../domain/report-details.ts";
import { HOUR_MS } from "../../lib/clock.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import { findPlatform } from "../../store/platforms.ts";
import {
  completeReport,
  findReport,
  insertReport,
  lockNetwork,
  reportsOfNetwork,
} from "../../store/reports.ts";
import { defineIntake } from "../action.ts";
import { takeComment } from "./comment.ts";
import { REPORT_AGAIN_AFTER_MS, type Reporter, reporterOf } from "./reporter.ts";

/** So many people of one address block are believed in an hour; the rest may be one machine. */
export const REPORTS_PER_BLOCK_MAX = 30;
const BLOCK_WINDOW_MS = HOUR_MS;

export type NewReport = {
  platformId: string;
  /** Left out by somebody who only says "me too". */
  symptom?: string | null;
  country?: string | null;
  appVersion?: string | null;
  device?: string | null;
  comment?: string | null;
  /** Where it came from. Neither of the two is kept, only a hash that rotates every day. */
  ip: string;
  agent: string;
};

/** `completed`: a "me too" of before that now says what happens. */
export type Filed = "taken" | "completed" | "repeated" | "bounded";

/** Takes in what one person says about a platform. No cookie, no account, no address is kept. */
export const fileReport = defineIntake(
  async (tx: Tx, report: NewReport, { now, newId, secretKey }): Promise<Filed> => {
    const { platformId } = report;
    const details = detailsOf(report);
    if (!(await findPlatform(tx, platformId))) throw notFound("platform");
    const reporter = await reporterOf(tx, report, { now, secretKey });
    await lockNetwork(tx, reporter.block);
    const since = now - REPORT_AGAIN_AFTER_MS;
    const before = await findReport(tx, { platformId, hashes: reporter.persons, since });
    const comment = { id: newId(), platformId, typed: report.comment ?? "", now };
    if (before !== null) {
      if (before.symptom !== UNSAID || details.symptom === UNSAID) return "repeated";
      await completeReport(tx, before.id, details);
      await takeComment(tx, { ...comment, reportId: before.id }, reporter.blocks);
      return "completed";
    }
    if (await isBounded(tx, reporter, now)) return "bounded";
    const reportId = await insertReport(tx, {
      ...details,
      platform_id: platformId,
      reporter_hash: reporter.person,
      network_hash: reporter.block,
      at: new Date(now),
    });
    await takeComment(tx, { ...comment, reportId }, reporter.blocks);
    return "taken";
  },
);

type Details = {
  symptom: Said;
  country: string | null;
  app_version: string | null;
  device: Device | null;
};

const SAYINGS: readonly Said[] = [...SYMPTOMS, UNSAID];

/** A symptom we do not know is a mistake of a program; the rest is optional, and then is left out. */
function detailsOf(report: NewReport): Details {
  const symptom = report.symptom ?? UNSAID;
  const known = SAYINGS.find((each) => each === symptom);
  if (known === undefined) {
    throw refusal("invalid", "errors:unknown.symptom", { field: "symptom" });
  }
  const { country = null, appVersion, device } = report;
  return {
    symptom: known,
    country: country !== null && isCountry(country) ? country : null,
    app_version: versionOf(appVersion ?? ""),
    device: DEVICES.find((each) => each === device) ?? null,
  };
}

async function isBounded(tx: Tx, { blocks }: Reporter, now: number): Promise<boolean> {
  return (await reportsOfNetwork(tx, blocks, now - BLOCK_WINDOW_MS)) >= REPORTS_PER_BLOCK_MAX;
}
