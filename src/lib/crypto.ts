import {
  argon2,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { promisify } from "node:util";

const argon2Async = promisify(argon2);
/** OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const SEAL_VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export const randomToken = (bytes = 32): string => randomBytes(bytes).toString("base64url");
export const sha256 = (text: string | Buffer): Buffer => createHash("sha256").update(text).digest();
export const hmacSha256 = (key: string | Buffer, text: string | Buffer): Buffer =>
  createHmac("sha256", key).update(text).digest();

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

/** Encrypts with AES-256-GCM: version, iv, tag, then the text. The key lives outside the database. */
export function seal(key: Buffer, text: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.from([SEAL_VERSION]), iv, cipher.getAuthTag(), body]);
}

/** The text that was sealed. Throws when the key is another or a byte was changed. */
export function unseal(key: Buffer, sealed: Buffer): string {
  if (sealed[0] !== SEAL_VERSION) throw new Error("This secret was sealed in an unknown way.");
  const iv = sealed.subarray(1, 1 + IV_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, iv);
  decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES));
  const body = sealed.subarray(1 + IV_BYTES + TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
}
