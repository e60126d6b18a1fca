import { sha256 } from "../lib/crypto.ts";
import { jsonOf } from "../lib/json.ts";
import type { CopyFile } from "./destination.ts";

/** What the copy holds and when it was true: by it anybody can check a whole copy. */
export const MANIFEST = "manifest.json";
export const SIGNATURE_ENDING = ".sig";
export const MANIFEST_NAMES: readonly string[] = [MANIFEST, `${MANIFEST}${SIGNATURE_ENDING}`];
const CACHING = "public, max-age=5, stale-if-error=600";

/** Signs exactly these bytes: Ed25519, in base64. */
export type Sign = (bytes: Buffer) => string;

type Moment = {
  generatedAt: number;
  staleAfter: number;
  /** The last seal of the record, in hexadecimal: noted where we cannot change it any more. */
  record?: string | null;
};

/** Says which sum it is, and keeps it apart from those of the files. */
const RECORD_PREFIX = "sha256:";

/** The list of what a copy holds, with its signature where we have a key. */
export function manifestOf(
  held: Iterable<readonly [name: string, sha256: string]>,
  { generatedAt, staleAfter, record = null }: Moment,
  sign: Sign | null,
): Map<string, CopyFile> {
  const files = Object.fromEntries([...held].sort(([a], [b]) => (a < b ? -1 : 1)));
  const anchor = record === null ? {} : { record: `${RECORD_PREFIX}${record}` };
  const bytes = Buffer.from(JSON.stringify({ generatedAt, staleAfter, ...anchor, files }));
  const manifest = fileOf(bytes, "application/json; charset=utf-8", CACHING);
  return new Map([
    [MANIFEST, manifest],
    ...(sign === null
      ? []
      : [[`${MANIFEST}${SIGNATURE_ENDING}`, signatureOf(manifest, sign)] as const]),
  ]);
}

/** What stands beside a file, for whoever wants to know that it is ours: `<name>.sig`. */
export const signatureOf = ({ bytes, caching }: CopyFile, sign: Sign): CopyFile =>
  fileOf(Buffer.from(sign(bytes)), "text/plain; charset=utf-8", caching);

export const fileOf = (bytes: Buffer, type: string, caching: string): CopyFile => ({
  bytes,
  sha256: sha256(bytes).toString("hex"),
  type,
  caching,
});

/** The names and sums in a manifest somebody kept, or none where it cannot be read. */
export function heldIn(bytes: Buffer): Map<string, string> {
  const files = partOf(jsonOf(bytes), "files");
  if (typeof files !== "object" || files === null) return new Map();
  return new Map(
    Object.entries(files).filter(
      (entry): entry is [string, string] => isOurs(entry[0]) && typeof entry[1] === "string",
    ),
  );
}

/** The seal of the record that a manifest notes, in hexadecimal; null where it notes none. */
export function recordIn(bytes: Buffer): string | null {
  const noted = partOf(jsonOf(bytes), "record");
  if (typeof noted !== "string" || !noted.startsWith(RECORD_PREFIX)) return null;
  const hash = noted.slice(RECORD_PREFIX.length);
  return /^[0-9a-f]{64}$/.test(hash) ? hash : null;
}

/** A list that comes from outside may not lead us to remove anything beside the copy. */
const isOurs = (name: string): boolean =>
  /^[\w.@-][\w.@/-]*$/.test(name) && !name.split("/").includes("..") && !name.includes("//");

const partOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
