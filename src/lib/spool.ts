import { open, readdir, readFile, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { AppError, messageOf } from "./errors.ts";
import { makeFolder } from "./folder.ts";

/** A folder of small files that wait: each is written whole, or it is not there. */
export type Spool = {
  /** Writes the lines as one file, which survives a power cut once this resolves. */
  write(name: string, lines: readonly string[]): Promise<void>;
  /** The names of what waits, the oldest first. */
  list(): Promise<string[]>;
  read(name: string): Promise<string[]>;
  remove(name: string): Promise<void>;
};

const SUFFIX = ".ndjson";

/** Opens the folder. Where it cannot be written the start is refused: silence would lose receipts. */
export async function openSpool(dataDir: string): Promise<Spool> {
  const folder = join(dataDir, "spool");
  const spool = spoolIn(folder);
  try {
    makeFolder(folder, { mode: 0o700 });
    await spool.write("probe", ["Is there room for a line?"]);
    await spool.remove("probe");
  } catch (cause) {
    throw new AppError(
      "unavailable",
      `The folder ${folder} cannot be written (${messageOf(cause)}). ` +
        "Receipts are kept there while the database is away, so Tocsin does not start without it.",
    );
  }
  return spool;
}

function spoolIn(folder: string): Spool {
  const pathOf = (name: string): string => join(folder, name + SUFFIX);
  return {
    async write(name, lines) {
      const draft = `${pathOf(name)}.part`;
      await writeDurably(draft, lines.map((line) => `${line}\n`).join(""));
      await rename(draft, pathOf(name));
      await syncFolder(folder);
    },
    async list() {
      const files = await readdir(folder);
      return files
        .filter((file) => file.endsWith(SUFFIX))
        .map((file) => file.slice(0, -SUFFIX.length))
        .sort();
    },
    async read(name) {
      const text = await readFile(pathOf(name), "utf8");
      return text.split("\n").filter((line) => line !== "");
    },
    async remove(name) {
      await unlink(pathOf(name));
    },
  };
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name of a new file lives in its folder, which has to reach the disk as well. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
