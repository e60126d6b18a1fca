import ipaddr from "ipaddr.js";
import { DAY_MS, HOUR_MS } from "../../lib/clock.ts";
import { hmacSha256, randomToken } from "../../lib/crypto.ts";
import type { Tx } from "../../store/database.ts";
import { findSalt, insertSalt } from "../../store/report-salts.ts";

/** One person counts once for a platform in this time; so long the salt of a day is needed after it. */
export const REPORT_AGAIN_AFTER_MS = 12 * HOUR_MS;
const SALT_BYTES = 32;
const IPV4_BLOCK_BITS = 24;
const IPV6_BLOCK_BITS = 48;
/** A household gets 64 bits to play with, and its devices change theirs every day. */
const IPV6_PERSON_BITS = 64;

/** Somebody who reports, told apart but not known: one hash for each day that is still salted. */
export type Reporter = { person: Buffer; block: Buffer; persons: Buffer[]; blocks: Buffer[] };

/**
 * Neither address nor browser is kept, only hashes under the chance of one day and our secret key.
 * The chance of a day is thrown away: after that nobody can try addresses until one fits.
 */
export async function reporterOf(
  tx: Tx,
  from: { ip: string; agent: string },
  scene: { now: number; secretKey: Buffer },
): Promise<Reporter> {
  const { person, block } = placesOf(from.ip);
  const today = await saltOfToday(tx, scene.now);
  const before = await findSalt(tx, dayOf(scene.now - DAY_MS));
  const keys = [today, ...(before === null ? [] : [before])].map((salt) =>
    hmacSha256(scene.secretKey, salt),
  );
  const persons = keys.map((key) => hmacSha256(key, `person ${person} ${from.agent}`));
  const blocks = keys.map((key) => hmacSha256(key, `block ${block}`));
  const [reporter, network] = [persons[0], blocks[0]];
  if (!reporter || !network) throw new Error("A day has a salt.");
  return { person: reporter, block: network, persons, blocks };
}

/** The first day whose salt still serves at `now`: yesterday's only while its reports count. */
export const firstSaltedDay = (now: number): string => dayOf(now - REPORT_AGAIN_AFTER_MS);

async function saltOfToday(tx: Tx, now: number): Promise<Buffer> {
  const day = dayOf(now);
  const known = await findSalt(tx, day);
  if (known !== null) return known;
  await insertSalt(tx, day, Buffer.from(randomToken(SALT_BYTES), "base64url"));
  const made = await findSalt(tx, day);
  if (made === null) throw new Error("A salt that was just made is gone.");
  return made;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, "YYYY-MM-DD".length);

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
