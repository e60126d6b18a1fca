import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { AppError, codeOf } from "./errors.ts";

/**
 * Makes a folder and whatever is missing above it, one by one. Node's own way of doing both at once
 * never ends where the system says that nothing is there after all, as /proc does.
 */
export function makeFolder(folder: string, { mode = 0o777 }: { mode?: number } = {}): void {
  const above = dirname(folder);
  if (above !== folder && !existsSync(above)) makeFolder(above, { mode });
  try {
    mkdirSync(folder, { mode });
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") return;
    if (codeOf(cause) !== "ENOENT") throw cause;
    throw new AppError(
      "unavailable",
      `No folder can be made in ${above}. Choose another data folder.`,
    );
  }
}
