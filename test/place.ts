import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryFolder } from "./setup/memory.ts";

export const placePrefix = "tocsin-place-";

/** A folder of one's own that every account may enter, gone at the end of the block: `using`. */
export function createPlace(root = memoryFolder() ?? tmpdir()): Disposable & { path: string } {
  const path = mkdtempSync(join(root, placePrefix));
  chmodSync(path, 0o755);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
