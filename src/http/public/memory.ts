import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { PublicState } from "../../domain/public-state.ts";
import { codeOf } from "../../lib/errors.ts";
import { makeFolder } from "../../lib/folder.ts";

const NAME = "public-state.json";
/** Changes when an older state could not be drawn any more. */
const VERSION = 3;

/** What has to be there to be drawn at all; the rest was written by ourselves. */
const Kept = z.object({
  version: z.literal(VERSION),
  state: z.custom<PublicState>(
    (it) =>
      z.looseObject({ generatedAt: z.number(), staleAfterMs: z.number() }).safeParse(it).success,
  ),
});

/** Writes down what the public knows, so that a start without a database can go on from there. */
export function memoryIn(dataDir: string): (state: PublicState) => Promise<void> {
  const path = join(dataDir, NAME);
  let writtenAt = 0;
  return async (state) => {
    if (state.generatedAt === writtenAt) return;
    makeFolder(dataDir);
    const aside = `${path}.${process.pid}.new`;
    await writeFile(aside, JSON.stringify({ version: VERSION, state }), { mode: 0o600 });
    await rename(aside, path);
    writtenAt = state.generatedAt;
  };
}

/** What the public knew when this machine last looked; null where nothing was kept. */
export async function recallFrom(dataDir: string): Promise<PublicState | null> {
  try {
    const read = Kept.safeParse(JSON.parse(await readFile(join(dataDir, NAME), "utf8")));
    return read.success ? read.data.state : null;
  } catch (cause) {
    if (cause instanceof SyntaxError || codeOf(cause) === "ENOENT") return null;
    throw cause;
  }
}
