import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { sha256 } from "./crypto.ts";

const RAW_BYTES = 32;
const SIGNATURE_BYTES = 64;
const ID_LENGTH = 16;
/** RFC 8410: what stands before the 32 bytes of an Ed25519 key in its DER form. */
const PUBLIC_HEAD = Buffer.from("302a300506032b6570032100", "hex");

/** `publicKey`: 32 bytes in base64, for everybody. `privateKey`: PKCS 8 in base64, sealed at rest. */
export type SigningPair = { id: string; publicKey: string; privateKey: string };

/** A new Ed25519 key (RFC 8032). Its name is the beginning of the SHA-256 of its public part. */
export function newSigningPair(): SigningPair {
  const pair = generateKeyPairSync("ed25519");
  const raw = pair.publicKey.export({ type: "spki", format: "der" }).subarray(-RAW_BYTES);
  return {
    id: sha256(raw).toString("hex").slice(0, ID_LENGTH),
    publicKey: raw.toString("base64"),
    privateKey: pair.privateKey.export({ type: "pkcs8", format: "der" }).toString("base64"),
  };
}

/** Signs exactly these bytes. Answers 64 bytes in base64. */
export function signer(privateKey: string): (bytes: string | Buffer) => string {
  const der = Buffer.from(privateKey, "base64");
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  return (bytes) => sign(null, Buffer.from(bytes), key).toString("base64");
}

/** Whether the signature is of exactly these bytes. What is no key or no signature never holds. */
export function signatureHolds(
  publicKey: string,
  bytes: string | Buffer,
  signature: string,
): boolean {
  const key = publicKeyOf(publicKey);
  const signed = Buffer.from(signature, "base64");
  if (key === null || signed.length !== SIGNATURE_BYTES) return false;
  return verify(null, Buffer.from(bytes), key, signed);
}

/** The public key as OpenSSL reads it (RFC 7468). Throws for what is no key. */
export function publicKeyPem(publicKey: string): string {
  const key = publicKeyOf(publicKey);
  if (key === null) throw new Error("This is no Ed25519 public key.");
  return String(key.export({ type: "spki", format: "pem" }));
}

/** A public key as we write it, from that form or from what OpenSSL reads; null for what is none. */
export function rawPublicKey(typed: string): string | null {
  if (!typed.includes("-----BEGIN PUBLIC KEY-----")) {
    return publicKeyOf(typed.trim()) === null ? null : typed.trim();
  }
  const body = typed.replace(/-----[A-Z ]+-----/g, "");
  const der = Buffer.from(body, "base64");
  const isKey = der.length === PUBLIC_HEAD.length + RAW_BYTES;
  if (!isKey || !der.subarray(0, PUBLIC_HEAD.length).equals(PUBLIC_HEAD)) return null;
  return der.subarray(-RAW_BYTES).toString("base64");
}

function publicKeyOf(publicKey: string): KeyObject | null {
  const raw = Buffer.from(publicKey, "base64");
  if (raw.length !== RAW_BYTES) return null;
  const der = Buffer.concat([PUBLIC_HEAD, raw]);
  return createPublicKey({ key: der, format: "der", type: "spki" });
}
