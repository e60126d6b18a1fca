import { constants } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { sql } from "kysely";
import type { House } from "../actions/action.ts";
import { newestCopy } from "../actions/offline/folder.ts";
import type { Config } from "../config.ts";
import { backupAge } from "../domain/backup-age.ts";
import { DAY_MS } from "../lib/clock.ts";
import { AppError, messageOf } from "../lib/errors.ts";
import { makeFolder } from "../lib/folder.ts";
import { lastBackup } from "../store/backups.ts";
import { listPauses, type PausedChannel } from "../store/channel-pauses.ts";
import { listChannels } from "../store/channels.ts";
import { verifyChain } from "../store/events.ts";
import { findOrganisation } from "../store/organisation.ts";
import { type AsideGroup, asideGroups } from "../store/set-aside.ts";
import { listSources } from "../store/sources.ts";
import { listUnmatched, type Unmatched } from "../store/unmatched.ts";

/** One thing that was looked at, and what to do when it is not well. */
type Finding = { name: string; well: boolean; says: string };
type WithHouse = (work: (house: House) => Promise<void>) => Promise<void>;

const FREE_BYTES_MIN = 1_000_000_000;
const NODE_MAJOR_MIN = 24;
const OTHERS_MAY_READ = 0o077;

/** `tocsin doctor`: looks at everything a start depends on, and changes nothing. */
export function registerDoctor(program: Command, config: () => Config, withHouse: WithHouse): void {
  program
    .command("doctor")
    .description("Look at configuration, folders, database and audit chain, and say what to do")
    .action(async () => {
      const found = await aroundTheHouse(config());
      try {
        await withHouse(async (house) => void found.push(...(await insideTheHouse(house))));
      } catch (cause) {
        found.push(ill("database", messageOf(cause)));
      }
      for (const { name, well, says } of found) {
        process.stdout.write(`${well ? "✓" : "✗"} ${name}: ${says}\n`);
      }
      const bad = found.filter((finding) => !finding.well).length;
      if (bad > 0) throw new AppError("conflict", `${bad} of ${found.length} need attention.`);
    });
}

const fine = (name: string, says: string): Finding => ({ name, well: true, says });
const ill = (name: string, says: string): Finding => ({ name, well: false, says });

async function aroundTheHouse(config: Config): Promise<Finding[]> {
  const [major = "0"] = process.versions.node.split(".");
  const isNew = Number(major) >= NODE_MAJOR_MIN;
  const { dataDir, publicUrl } = config;
  return [
    isNew ? fine("node", process.version) : ill("node", `${process.version} is too old.`),
    publicUrl.startsWith("https:") || publicUrl.includes("//localhost")
      ? fine("public address", publicUrl)
      : ill("public address", `${publicUrl} is not https: sign-in and callbacks need it.`),
    await folderFinding(dataDir),
    await keyFinding(join(dataDir, "secret.key")),
    await offlineFinding(config),
  ];
}

async function folderFinding(folder: string): Promise<Finding> {
  try {
    makeFolder(folder);
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = `${((bavail * bsize) / 1e9).toFixed(1)} GB free in ${folder}`;
    if (bavail * bsize >= FREE_BYTES_MIN) return fine("data folder", free);
    return ill("data folder", `only ${free}; make room before the database stops.`);
  } catch (cause) {
    return ill(
      "data folder",
      `${folder} cannot be written (${messageOf(cause)}). Set TOCSIN_DATA.`,
    );
  }
}

async function keyFinding(file: string): Promise<Finding> {
  if (process.env["TOCSIN_KEY"]) return fine("key", "from TOCSIN_KEY");
  const found = await stat(file).catch(() => null);
  if (!found) return fine("key", "will be made at the first start");
  if ((found.mode & OTHERS_MAY_READ) === 0) return fine("key", `${file}, ours alone`);
  return ill("key", `others may read ${file}: chmod 600 it.`);
}

const OFFLINE_AGE_MAX_MS = 2 * DAY_MS;

async function offlineFinding({ offlineCopy }: Config): Promise<Finding> {
  const name = "offline copy";
  if (offlineCopy === null) return fine(name, "none by itself: see TOCSIN_OFFLINE_FOLDER");
  const newest = await newestCopy(offlineCopy.folder);
  if (newest === null) return ill(name, `none in ${offlineCopy.folder} yet.`);
  const isFresh = Date.now() - newest.madeAt < OFFLINE_AGE_MAX_MS;
  const says = `${newest.name} in ${offlineCopy.folder}`;
  return isFresh ? fine(name, says) : ill(name, `the newest is ${says}: the log says why.`);
}

async function insideTheHouse({ db, now }: House): Promise<Finding[]> {
  const version = await sql<{ v: string }>`select current_setting('server_version') as v`.execute(
    db,
  );
  const chain = await verifyChain(db);
  const organisation = await findOrganisation(db);
  const down = (await listChannels(db)).filter((channel) => channel.state === "down");
  const unwell = (await listSources(db)).filter((source) => source.health === "unhealthy");
  return [
    fine("database", `PostgreSQL ${version.rows[0]?.v ?? ""}`),
    fine("organisation", organisation ? `${organisation.name} (${organisation.mode})` : "none yet"),
    chain.brokenAt === null
      ? fine("audit chain", `${chain.sealed} events, whole`)
      : ill("audit chain", `broken at event ${chain.brokenAt}: somebody changed the past.`),
    organisation?.mode === "live"
      ? backupFinding((await lastBackup(db))?.at.getTime() ?? null, now())
      : fine("backup", "nothing to lose yet"),
    listFinding(
      "channels",
      down.map((row) => row.name),
      "down",
    ),
    listFinding(
      "sources",
      unwell.map((row) => `${row.name} of ${row.platform_id}`),
      "unhealthy",
    ),
    pausesFinding(await listPauses(db, now())),
    asideFinding(await asideGroups(db)),
    unmatchedFinding(await listUnmatched(db, now())),
  ];
}

function backupFinding(lastAt: number | null, now: number): Finding {
  const { state, days } = backupAge(lastAt, now);
  const how = "./tocsin backup --to FILE makes one.";
  if (state === "never") return ill("backup", `there is none. ${how}`);
  if (state === "old") return ill("backup", `the newest is ${days} days old. ${how}`);
  return fine("backup", `${days} days old`);
}

const listFinding = (name: string, bad: readonly string[], state: string): Finding =>
  bad.length === 0 ? fine(name, `none ${state}`) : ill(name, `${state}: ${bad.join(", ")}`);

/** A long pause wants somebody to look; whoever feels their way back is only named. */
function pausesFinding(pauses: readonly PausedChannel[]): Finding {
  const name = "pauses";
  if (pauses.length === 0) return fine(name, "every channel goes at its own speed");
  const told = pauses.map(({ name: channel, kind, since, until, perSecond }) => {
    const end = until === null ? "" : ` until ${new Date(until).toISOString()}`;
    const what = {
      silence: `its provider refuses everything for speed${end}`,
      rest: `rests after a fall${end}`,
      slow: `goes at ${(perSecond ?? 0).toFixed(1)} a second`,
    };
    return `${channel} ${what[kind]} (since ${new Date(since).toISOString()})`;
  });
  const isLong = pauses.some(({ moves }) => moves);
  return (isLong ? ill : fine)(name, `${told.join("; ")}.`);
}

function unmatchedFinding(groups: readonly Unmatched[]): Finding {
  const name = "receipts";
  if (groups.length === 0) return fine(name, "all fit a message of ours");
  const told = groups.map(
    ({ channelName, count, isMore, since }) =>
      `${isMore ? "more than " : ""}${count} of ${channelName} (since ${since.toISOString()})`,
  );
  const means = "Expected after a restore; otherwise another system shares the account.";
  return fine(name, `${told.join("; ")} fit no message of this database. ${means}`);
}

function asideFinding(groups: readonly AsideGroup[]): Finding {
  const name = "callbacks";
  if (groups.length === 0) return fine(name, "all taken in");
  const told = groups.map(
    ({ channelName, kind, count, since, why }) =>
      `${count} of ${channelName} (${kind}, since ${since.toISOString()}): ${why.replaceAll(/\p{Cc}+/gu, " ")}`,
  );
  return ill(name, `set aside, ${told.join("; ")}. Channels, in the console, tries them again.`);
}
