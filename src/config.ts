import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError, codeOf } from "./lib/errors.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const KEY_BYTES = 32;
const PORT_DEFAULT = 8787;

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
    databaseUrl: env["DATABASE_URL"] || null,
    trustedHops: wholeNumber(env, "TOCSIN_TRUSTED_HOPS", { fallback: 0, max: 10 }),
    logLevel: env["TOCSIN_LOG"] ?? "warn",
    watchdogUrl: watchdogOf(env["TOCSIN_WATCHDOG_URL"]),
  });
}

/** The key for secrets at rest: from TOCSIN_KEY, or from a file that only we can read. */
export async function readSecretKey(env: Env, dataDir: string): Promise<Buffer> {
  const given = env["TOCSIN_KEY"];
  if (given) return checkedKey(Buffer.from(given, "base64"), "TOCSIN_KEY");
  const file = join(dataDir, "secret.key");
  await mkdir(dataDir, { recursive: true });
  try {
    const key = randomBytes(KEY_BYTES).toString("base64");
    await writeFile(file, `${key}\n`, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw cause;
  }
  return checkedKey(Buffer.from(await readFile(file, "utf8"), "base64"), file);
}

function checkedKey(key: Buffer, where: string): Buffer {
  if (key.length === KEY_BYTES) return key;
  throw new AppError("invalid", `The key in ${where} is not ${KEY_BYTES} bytes in base64.`);
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && (url.protocol === "http:" || url.protocol === "https:"))
    return text.replace(/\/+$/, "");
  throw new AppError("invalid", `TOCSIN_PUBLIC_URL must be a web address, not "${text}".`);
}

function watchdogOf(text: string | undefined): string | null {
  if (text === undefined || text === "") return null;
  if (URL.canParse(text) && new URL(text).protocol === "https:") return text;
  throw new AppError("invalid", `TOCSIN_WATCHDOG_URL must be an https address, not "${text}".`);
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
