import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { type CopyVerdict, checkCopy } from "../copies/check.ts";
import { AppError, codeOf } from "../lib/errors.ts";
import { rawPublicKey } from "../lib/signing.ts";

/** So many names are told of each kind; the numbers are told in full. */
const NAMES_MAX = 10;

/** `tocsin check-copy`: whether a copy of the public pages is whole and ours. Asks nobody. */
export function registerCheckCopy(program: Command, say: (line: string) => void): void {
  program
    .command("check-copy")
    .description(
      "Check a copy of the public pages in a folder: its list, and every file, by our key",
    )
    .argument("<folder>", "the folder of the copy")
    .requiredOption("--key <key>", "our public key: 44 characters, or a file ending in .pem")
    .action(async (folder: string, { key }: { key: string }) => {
      const publicKey = rawPublicKey(key.endsWith(".pem") ? await textOf(key) : key);
      if (publicKey === null) throw new AppError("invalid", "This is no Ed25519 public key.");
      if (!isFolder(folder)) throw new AppError("invalid", `There is no folder ${folder}.`);
      const verdict = await checkCopy(folder, publicKey);
      for (const line of linesOf(verdict)) say(line);
      if (!isWhole(verdict)) throw new AppError("conflict", "This copy is not to be relied on.");
    });
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const isWhole = ({ signed, changed, missing, strange }: CopyVerdict): boolean =>
  signed && changed.length + missing.length + strange.length === 0;

function linesOf(verdict: CopyVerdict): string[] {
  const { signed, whole, generatedAt } = verdict;
  const at = generatedAt === null ? "" : ` It was true at ${new Date(generatedAt).toISOString()}.`;
  return [
    signed
      ? `✓ manifest.json carries the signature of this key.${at}`
      : "✗ manifest.json carries no signature of this key: nothing below proves anything.",
    `${whole > 0 ? "✓" : "✗"} ${whole} files are what the list says.`,
    ...namesOf("changed", verdict.changed),
    ...namesOf("missing", verdict.missing),
    ...namesOf("not on the list", verdict.strange),
  ];
}

function namesOf(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > NAMES_MAX ? ", …" : "";
  return [`✗ ${names.length} ${what}: ${names.slice(0, NAMES_MAX).join(", ")}${more}`];
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") throw new AppError("invalid", `There is no file ${path}.`);
    throw cause;
  }
}
