import ipaddr from "ipaddr.js";
import { DAY_MS, HOUR_MS } from "../../lib/clock.ts";
import { hmacSha256 } from "../../lib/crypto.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import type { Tx } from "../../store/database.ts";
import { findPlatform } from "../../store/platforms.ts";
import { hasReported, insertReport, lockNetwork, reportsOfNetwork } from "../../store/reports.ts";
import { defineIntake } from "../action.ts";

export const SYMPTOMS = ["send", "receive", "calls", "media", "login", "other"] as const;
export type Symptom = (typeof SYMPTOMS)[number];

/** One person counts once for a platform in this time. */
export const REPORT_AGAIN_AFTER_MS = 12 * HOUR_MS;
/** So many people of one address block are believed in an hour; the rest may be one machine. */
export const REPORTS_PER_BLOCK_MAX = 30;
const BLOCK_WINDOW_MS = HOUR_MS;
const IPV4_BLOCK_BITS = 24;
const IPV6_BLOCK_BITS = 48;
/** A household gets 64 bits to play with, and its devices change theirs every day. */
const IPV6_PERSON_BITS = 64;

export type NewReport = {
  platformId: string;
  symptom: string;
  country?: string | null;
  appVersion?: string | null;
  /** Where it came from. Neither of the two is kept, only a hash that rotates every day. */
  ip: string;
  agent: string;
};

export type Filed = "taken" | "repeated" | "bounded";

/** Takes in what one person says about a platform. No cookie, no account, no address is kept. */
export const fileReport = defineIntake(
  async (tx: Tx, report: NewReport, { now, secretKey }): Promise<Filed> => {
    if (!SYMPTOMS.some((symptom) => symptom === report.symptom)) {
      throw refusal("invalid", "errors:unknown.symptom", { field: "symptom" });
    }
    const { platformId } = report;
    if (!(await findPlatform(tx, platformId))) throw notFound("platform");
    const { person, block } = placesOf(report.ip);
    const salts = saltsAt(now, secretKey);
    const persons = salts.map((salt) => hmacSha256(salt, `person ${person} ${report.agent}`));
    const blocks = salts.map((salt) => hmacSha256(salt, `block ${block}`));
    const [reporter, network] = [persons[0], blocks[0]];
    if (!reporter || !network) throw new Error("A day has a salt.");
    await lockNetwork(tx, network);
    const since = now - REPORT_AGAIN_AFTER_MS;
    if (await hasReported(tx, { platformId, hashes: persons, since })) return "repeated";
    const others = await reportsOfNetwork(tx, blocks, now - BLOCK_WINDOW_MS);
    if (others >= REPORTS_PER_BLOCK_MAX) return "bounded";
    await insertReport(tx, {
      platform_id: platformId,
      symptom: report.symptom,
      country: report.country ?? null,
      app_version: report.appVersion ?? null,
      reporter_hash: reporter,
      network_hash: network,
      at: new Date(now),
    });
    return "taken";
  },
);

/** Today's salt, and yesterday's, under which a person of last night is still known. */
function saltsAt(now: number, secretKey: Buffer): Buffer[] {
  const day = Math.floor(now / DAY_MS);
  return [day, day - 1].map((number) => hmacSha256(secretKey, `report salt ${number}`));
}

/** The address as one person's, and the block of addresses that one owner may command. */
function placesOf(ip: string): { person: string; block: string } {
  if (!ipaddr.isValid(ip)) return { person: ip, block: "malformed" };
  const address = ipaddr.process(ip);
  if (address instanceof ipaddr.IPv4) {
    const block = ipaddr.IPv4.networkAddressFromCIDR(`${address}/${IPV4_BLOCK_BITS}`);
    return { person: address.toString(), block: block.toString() };
  }
  const person = ipaddr.IPv6.networkAddressFromCIDR(`${address}/${IPV6_PERSON_BITS}`);
  const block = ipaddr.IPv6.networkAddressFromCIDR(`${address}/${IPV6_BLOCK_BITS}`);
  return { person: person.toString(), block: block.toString() };
}
