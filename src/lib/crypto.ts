import {
  argon2,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { promisify } from "node:util";

const argon2Async = promisify(argon2);
/** OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const NAMELESS_VERSION = 1;
const SEAL_VERSION = 2;
const NAME_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export const randomToken = (bytes = 32): string => randomBytes(bytes).toString("base64url");
export const sha256 = (text: string | Buffer): Buffer => createHash("sha256").update(text).digest();
export const hmacSha256 = (key: string | Buffer, text: string | Buffer): Buffer =>
  createHmac("sha256", typeof key === "string" ? key : imported(key))
    .update(text)
    .digest();

/** Taking a key in costs four times what signing with it does: a Buffer is taken in once. */
function imported(key: Buffer): KeyObject {
  const known = importedKeys.get(key);
  if (known) return known;
  const fresh = createSecretKey(key);
  importedKeys.set(key, fresh);
  return fresh;
}

const importedKeys = new WeakMap<Buffer, KeyObject>();

/** Compares digests of any length without telling where they differ. */
export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A password as `argon2id$m$t$salt$hash` (base64url). */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const hash = await argon2Async("argon2id", { message: password, nonce, ...COST });
  const parts = [COST.memory, COST.passes, nonce.toString("base64url")];
  return `argon2id$${parts.join("$")}$${hash.toString("base64url")}`;
}

/** Whether the password fits the hash; a malformed hash fits nothing. */
export async function passwordFits(password: string, stored: string): Promise<boolean> {
  const [kind, memory, passes, salt, hash] = stored.split("$");
  if (kind !== "argon2id" || !memory || !passes || !salt || !hash) return false;
  const cost = { ...COST, memory: Number(memory), passes: Number(passes) };
  const nonce = Buffer.from(salt, "base64url");
  const found = await argon2Async("argon2id", { message: password, nonce, ...cost });
  return sameBytes(found, Buffer.from(hash, "base64url"));
}

/** The newer keys that seal in the place of a key; it still signs links, and opens what it sealed. */
const newerKeys = new WeakMap<Buffer, readonly Buffer[]>();

/** A key with those that came after it, the newest last. */
export function withNewerKeys(first: Buffer, newer: readonly Buffer[]): Buffer {
  const key = Buffer.from(first);
  newerKeys.set(key, newer);
  return key;
}

/** What begins every secret that was sealed with the newest key: all others are sealed anew. */
export const sealMark = (key: Buffer): Buffer => markOf(newestOf(key));

const newestOf = (key: Buffer): Buffer => newerKeys.get(key)?.at(-1) ?? key;
const markOf = (key: Buffer): Buffer =>
  Buffer.concat([Buffer.from([SEAL_VERSION]), sha256(key).subarray(0, NAME_BYTES)]);

/** Encrypts with AES-256-GCM: version, name of the key, iv, tag, then the text. No key is in the database. */
export function seal(key: Buffer, text: string): Buffer {
  const newest = newestOf(key);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", newest, iv);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([markOf(newest), iv, cipher.getAuthTag(), body]);
}

/** The text that was sealed. Throws when the key is another or a byte was changed. */
export function unseal(key: Buffer, sealed: Buffer): string {
  const { with: own, from } = openerOf(key, sealed);
  const iv = sealed.subarray(from, from + IV_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", own, iv);
  decipher.setAuthTag(sealed.subarray(from + IV_BYTES, from + IV_BYTES + TAG_BYTES));
  const body = sealed.subarray(from + IV_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
}

/** Which key opens it, and where it begins. The first version named none: there was only one. */
function openerOf(key: Buffer, sealed: Buffer): { with: Buffer; from: number } {
  if (sealed[0] === NAMELESS_VERSION) return { with: key, from: 1 };
  const mark = sealed.subarray(0, 1 + NAME_BYTES);
  const own = [key, ...(newerKeys.get(key) ?? [])].find((one) => markOf(one).equals(mark));
  if (!own) throw new Error("This secret was sealed with a key that is not here.");
  return { with: own, from: mark.length };
}
