import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { withNewerKeys } from "./lib/crypto.ts";
import { AppError, codeOf } from "./lib/errors.ts";
import { makeFolder } from "./lib/folder.ts";
import { passphraseLengthMin } from "./lib/sealed-file.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const KEY_BYTES = 32;
const PORT_DEFAULT = 8787;
const LOG_LEVELS: readonly string[] = ["trace", "debug", "info", "warn", "error", "silent"];

/** Everything the environment decides, read once and frozen. */
export type Config = Readonly<{
  host: string;
  port: number;
  publicUrl: string;
  dataDir: string;
  /** Your PostgreSQL, or null for the bundled one. */
  databaseUrl: string | null;
  trustedHops: number;
  logLevel: string;
  /** A dead-man's switch outside, called every half minute while everything moves; or null. */
  watchdogUrl: string | null;
  /** Where a sealed copy of the contacts is put each day, or null. */
  offlineCopy: OfflineCopyConfig | null;
}>;

export type OfflineCopyConfig = Readonly<{
  folder: string;
  passphrase: string;
  cost?: { n: number; r: number; p: number };
}>;

type Env = Readonly<Record<string, string | undefined>>;

/** Reads every variable in one list, derives, cross-checks, freezes. Contradictions throw. */
export function readConfig(env: Env): Config {
  const port = wholeNumber(env, "TOCSIN_PORT", { fallback: PORT_DEFAULT, max: 65_535 });
  const publicUrl = env["TOCSIN_PUBLIC_URL"] ?? `http://localhost:${port}`;
  return Object.freeze({
    host: env["TOCSIN_HOST"] ?? "127.0.0.1",
    port,
    publicUrl: checkedUrl(publicUrl),
    dataDir: resolve(ROOT, env["TOCSIN_DATA"] ?? "data"),
    databaseUrl: databaseOf(env["DATABASE_URL"]),
    trustedHops: wholeNumber(env, "TOCSIN_TRUSTED_HOPS", { fallback: 0, max: 10 }),
    logLevel: logLevelOf(env["TOCSIN_LOG"]),
    watchdogUrl: watchdogOf(env["TOCSIN_WATCHDOG_URL"]),
    offlineCopy: offlineCopyOf(env),
  });
}

/** Where the key stands when it is in no variable. */
export const keyFile = (dataDir: string): string => join(dataDir, "secret.key");

/** A new key, as it is written down. */
export const newKey = (): string => randomBytes(KEY_BYTES).toString("base64");

/**
 * The key for secrets at rest and signed links: from TOCSIN_KEY, or from a file that only we can read.
 * Further keys after the first one, each on a line or behind a comma, seal in its place.
 */
export async function readSecretKey(env: Env, dataDir: string): Promise<Buffer> {
  const given = env["TOCSIN_KEY"];
  if (given) return checkedKeys(given, "TOCSIN_KEY");
  const file = keyFile(dataDir);
  makeFolder(dataDir);
  try {
    await writeFile(file, `${newKey()}\n`, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw cause;
  }
  return checkedKeys(await readFile(file, "utf8"), file);
}

function checkedKeys(text: string, where: string): Buffer {
  const keys = text
    .split(/[\s,]+/)
    .filter((part) => part !== "")
    .map((part) => Buffer.from(part, "base64"));
  const [first, ...newer] = keys;
  if (first && keys.every((key) => key.length === KEY_BYTES)) return withNewerKeys(first, newer);
  throw new AppError("invalid", `The key in ${where} is not ${KEY_BYTES} bytes in base64.`);
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && (url.protocol === "http:" || url.protocol === "https:"))
    return text.replace(/\/+$/, "");
  throw new AppError("invalid", `TOCSIN_PUBLIC_URL must be a web address, not "${text}".`);
}

/** A password may stand in it: what is wrong with it is told without repeating it. */
function databaseOf(text: string | undefined): string | null {
  if (text === undefined || text === "") return null;
  if (/^postgres(ql)?:\/\//.test(text)) return text;
  throw new AppError("invalid", "DATABASE_URL must begin with postgres:// or postgresql://.");
}

function logLevelOf(text: string | undefined): string {
  if (text === undefined || text === "") return "warn";
  if (LOG_LEVELS.includes(text)) return text;
  throw new AppError(
    "invalid",
    `TOCSIN_LOG must be one of ${LOG_LEVELS.join(", ")}, not "${text}".`,
  );
}

function watchdogOf(text: string | undefined): string | null {
  if (text === undefined || text === "") return null;
  if (URL.canParse(text) && new URL(text).protocol === "https:") return text;
  throw new AppError("invalid", `TOCSIN_WATCHDOG_URL must be an https address, not "${text}".`);
}

/** A copy that nobody could open, or that never comes, would only be found out in the crisis. */
function offlineCopyOf(env: Env): OfflineCopyConfig | null {
  const folder = env["TOCSIN_OFFLINE_FOLDER"];
  const passphrase = env["TOCSIN_OFFLINE_PASSPHRASE"] ?? "";
  if (!folder) return null;
  if (passphrase.length >= passphraseLengthMin) {
    return Object.freeze({ folder: resolve(ROOT, folder), passphrase });
  }
  throw new AppError(
    "invalid",
    `TOCSIN_OFFLINE_FOLDER needs TOCSIN_OFFLINE_PASSPHRASE, ${passphraseLengthMin} characters or more.`,
  );
}

function wholeNumber(env: Env, name: string, range: { fallback: number; max: number }): number {
  const text = env[name];
  if (text === undefined || text === "") return range.fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= range.max) return value;
  throw new AppError(
    "invalid",
    `${name} must be a whole number up to ${range.max}, not "${text}".`,
  );
}
