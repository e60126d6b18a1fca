import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { sha256 } from "../lib/crypto.ts";
import { codeOf } from "../lib/errors.ts";
import { signatureHolds } from "../lib/signing.ts";
import { heldIn, MANIFEST, MANIFEST_NAMES, SIGNATURE_ENDING } from "./manifest.ts";

/** What a copy on a disk is worth: nothing without the signature of its list. */
export type CopyVerdict = {
  signed: boolean;
  /** How many files are listed, and are what the list says. */
  whole: number;
  changed: string[];
  missing: string[];
  /** Files that the list does not name: somebody may have put them there. */
  strange: string[];
  /** When all of it was true. */
  generatedAt: number | null;
};

/** Compares each file of a copy with its list, and the list with its signature. */
export async function checkCopy(folder: string, publicKey: string): Promise<CopyVerdict> {
  const bytes = await fileAt(folder, MANIFEST);
  const signature = await fileAt(folder, `${MANIFEST}${SIGNATURE_ENDING}`);
  const list = bytes ?? Buffer.alloc(0);
  const held = heldIn(list);
  const verdict: CopyVerdict = {
    signed: signature !== null && signatureHolds(publicKey, list, signature.toString("utf8")),
    whole: 0,
    changed: [],
    missing: [],
    strange: (await namesIn(folder)).filter(
      (name) => !held.has(name) && !MANIFEST_NAMES.includes(name),
    ),
    generatedAt: momentIn(list),
  };
  for (const [name, sum] of held) {
    const found = await fileAt(folder, name);
    if (found === null) verdict.missing.push(name);
    else if (sha256(found).toString("hex") === sum) verdict.whole++;
    else verdict.changed.push(name);
  }
  return verdict;
}

async function fileAt(folder: string, name: string): Promise<Buffer | null> {
  try {
    return await readFile(join(folder, name));
  } catch (cause) {
    if (codeOf(cause) === "ENOENT" || codeOf(cause) === "EISDIR") return null;
    throw cause;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

function momentIn(list: Buffer): number | null {
  const [, at] = /^\{"generatedAt":(\d{1,16}),/.exec(list.toString("utf8")) ?? [];
  return at === undefined ? null : Number(at);
}
