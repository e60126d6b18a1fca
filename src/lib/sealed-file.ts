import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, scrypt } from "node:crypto";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline, Readable } from "node:stream";
import { createGunzip, createGzip } from "node:zlib";
import { z } from "zod";
import { hmacSha256, sameBytes } from "./crypto.ts";
import { type AppError, codeOf, invalid } from "./errors.ts";
import { jsonOf } from "./json.ts";
import { syncFolder } from "./spool.ts";

/**
 * A file of lines that only a passphrase opens, read and written in pieces of any total size.
 *
 * The first line is readable: `tocsin-sealed 1 {json}` with the terms of scrypt, its salt, the
 * beginning of the nonces and a check. After it come frames: four bytes of length (big-endian), then
 * so many bytes of AES-256-GCM, the tag last. The nonce of a frame is the seven bytes of the header,
 * the number of the frame (four bytes) and one byte that is 1 for the last frame only; the first
 * line is authenticated with each. So no frame can be changed, moved, repeated, or left out at the
 * end. Inside is gzip, and inside that one JSON value in each line.
 */
const NAME = "tocsin-sealed";
const VERSION = 1;
const CIPHER = "aes-256-gcm";
/** OWASP Password Storage Cheat Sheet: N = 2^17, r = 8, p = 1: 128 MiB and a third of a second. */
export const SEAL_COST = { n: 2 ** 17, r: 8, p: 1 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const PREFIX_BYTES = 7;
const TAG_BYTES = 16;
const FRAME_BYTES = 64 * 1024;
const FRAME_BYTES_MAX = FRAME_BYTES + TAG_BYTES;
const HEADER_BYTES_MAX = 1_000;
/** One line unpacked: a person with all there is to know about them, or the longest row of a backup. */
const LINE_LENGTH_MAX = 16_000_000;
export const passphraseLengthMin = 12;

const Header = z.object({
  n: z
    .number()
    .int()
    .min(2)
    .max(2 ** 20),
  r: z.number().int().min(1).max(16),
  p: z.number().int().min(1).max(4),
  salt: z.base64url(),
  nonce: z.base64url(),
  check: z.base64url(),
});
type Header = z.infer<typeof Header>;
type Keys = { body: Buffer; check: Buffer };

export type Sealing = {
  passphrase: string;
  lines: AsyncIterable<string>;
  /** When all is written and nothing is there yet: it may still refuse. */
  beforeIt?: () => Promise<void>;
  cost?: { n: number; r: number; p: number };
};

/** Writes the lines to a file that is there whole or not at all. */
export async function sealLines(path: string, terms: Sealing): Promise<void> {
  if (terms.passphrase.length < passphraseLengthMin) {
    throw invalid(`The passphrase needs at least ${passphraseLengthMin} characters.`);
  }
  const draft = `${path}.part`;
  await rm(draft, { force: true });
  const file = await open(draft, "wx", 0o600);
  try {
    for await (const piece of sealed(terms)) await file.writeFile(piece);
    await file.sync();
    await file.close();
    await terms.beforeIt?.();
    await rename(draft, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await file.close().catch(() => undefined);
    await rm(draft, { force: true });
    throw cause;
  }
}

async function* sealed({ lines, ...terms }: Sealing): AsyncGenerator<Buffer> {
  const { line, keys, nonce } = await newHeader(terms.passphrase, terms.cost ?? SEAL_COST);
  yield line;
  const frame = (no: number, last: boolean, plain: Buffer): Buffer => {
    const cipher = createCipheriv(CIPHER, keys.body, nonceOf(nonce, no, last));
    cipher.setAAD(line);
    const body = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    return Buffer.concat([length, body]);
  };
  const packed = createGzip();
  pipeline(Readable.from(ended(lines)), packed, () => {});
  let held = Buffer.alloc(0);
  let no = 0;
  for await (const piece of packed) {
    held = Buffer.concat([held, piece]);
    while (held.length > FRAME_BYTES) {
      yield frame(no++, false, held.subarray(0, FRAME_BYTES));
      held = held.subarray(FRAME_BYTES);
    }
  }
  yield frame(no, true, held);
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

async function newHeader(passphrase: string, cost: typeof SEAL_COST) {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(PREFIX_BYTES);
  const keys = await keysOf(passphrase, salt, cost);
  const terms = {
    ...cost,
    salt: salt.toString("base64url"),
    nonce: nonce.toString("base64url"),
  };
  const check = checkOf(keys, terms).toString("base64url");
  const line = Buffer.from(`${NAME} ${VERSION} ${JSON.stringify({ ...terms, check })}\n`);
  return { line, keys, nonce };
}

/** The lines again. Refuses another passphrase, and every file that is not as it was written. */
export async function* openLines(path: string, passphrase: string): AsyncGenerator<string> {
  const unpacked = createGunzip();
  pipeline(Readable.from(unsealed(path, passphrase)), unpacked, () => {});
  unpacked.setEncoding("utf8");
  let rest = "";
  for await (const piece of unpacked) {
    const lines = (rest + String(piece)).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LINE_LENGTH_MAX) throw damaged(path);
    yield* lines;
  }
  if (rest !== "") throw damaged(path);
}

async function* unsealed(path: string, passphrase: string): AsyncGenerator<Buffer> {
  const file = await open(path, "r").catch((cause: unknown) => {
    throw invalid(`The file ${path} cannot be read (${codeOf(cause) ?? "unknown reason"}).`);
  });
  try {
    const { size } = await file.stat();
    const { line, terms } = await headerOf(file, path);
    const keys = await keysOf(passphrase, Buffer.from(terms.salt, "base64url"), terms);
    if (!sameBytes(checkOf(keys, terms), Buffer.from(terms.check, "base64url"))) {
      throw invalid(`This passphrase does not open ${path}.`);
    }
    const nonce = Buffer.from(terms.nonce, "base64url");
    let at = line.length;
    for (let no = 0; at < size; no++) {
      const length = (await bytesAt(file, { at, length: 4, path })).readUInt32BE();
      if (length < TAG_BYTES || length > FRAME_BYTES_MAX) throw damaged(path);
      const body = await bytesAt(file, { at: at + 4, length, path });
      at += 4 + length;
      const key = { keys, line, nonce: nonceOf(nonce, no, at === size) };
      yield openFrame(body, key, path);
    }
    if (at === line.length) throw damaged(path);
  } finally {
    await file.close();
  }
}

function openFrame(
  body: Buffer,
  { keys, line, nonce }: { keys: Keys; line: Buffer; nonce: Buffer },
  path: string,
): Buffer {
  const decipher = createDecipheriv(CIPHER, keys.body, nonce);
  decipher.setAAD(line);
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    throw damaged(path);
  }
}

async function headerOf(file: FileHandle, path: string): Promise<{ line: Buffer; terms: Header }> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES_MAX), { position: 0 });
  const end = buffer.subarray(0, bytesRead).indexOf(10);
  const line = buffer.subarray(0, end + 1);
  const [name, version, json = ""] = line.toString("utf8").split(" ");
  if (end < 0 || name !== NAME) throw invalid(`${path} is not a file that Tocsin has sealed.`);
  if (version !== String(VERSION)) throw invalid(`${path} was made by a newer Tocsin.`);
  const terms = Header.safeParse(jsonOf(json));
  if (!terms.success) throw damaged(path);
  return { line, terms: terms.data };
}

async function bytesAt(
  file: FileHandle,
  { at, length, path }: { at: number; length: number; path: string },
): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), { position: at });
  if (bytesRead !== length) throw damaged(path);
  return buffer;
}

async function keysOf(
  passphrase: string,
  salt: Buffer,
  { n, r, p }: { n: number; r: number; p: number },
): Promise<Keys> {
  const root = await new Promise<Buffer>((resolve, reject) => {
    const cost = { N: n, r, p, maxmem: 256 * n * r };
    // The same letters, however a keyboard composes them.
    scrypt(passphrase.normalize("NFC"), salt, KEY_BYTES, cost, (cause, key) =>
      cause ? reject(cause) : resolve(key),
    );
  });
  const part = (name: string) => Buffer.from(hkdfSync("sha256", root, salt, name, KEY_BYTES));
  return { body: part("body"), check: part("check") };
}

/** Tells a wrong passphrase from a damaged file, and seals the terms of the header. */
const checkOf = ({ check }: Keys, { n, r, p, salt, nonce }: Omit<Header, "check">): Buffer =>
  hmacSha256(check, JSON.stringify([NAME, VERSION, n, r, p, salt, nonce]));

function nonceOf(prefix: Buffer, no: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(PREFIX_BYTES + 5);
  prefix.copy(nonce, 0, 0, PREFIX_BYTES);
  nonce.writeUInt32BE(no, PREFIX_BYTES);
  nonce.writeUInt8(last ? 1 : 0, PREFIX_BYTES + 4);
  return nonce;
}

const damaged = (path: string): AppError =>
  invalid(`${path} is damaged: it is not as it was written, or its end is missing.`);
