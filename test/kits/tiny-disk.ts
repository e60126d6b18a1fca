import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createPlace } from "../place.ts";

/** A disk of its own with room for next to nothing, or null where this account may not mount one. */
export function mountTinyDisk(size: string): (Disposable & { path: string }) | null {
  const place = createPlace();
  try {
    const options = `size=${size},mode=0755`;
    execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", place.path], { stdio: "ignore" });
  } catch {
    place[Symbol.dispose]();
    return null;
  }
  return {
    path: place.path,
    [Symbol.dispose]() {
      execFileSync("umount", ["--lazy", place.path]);
      rmSync(place.path, { recursive: true, force: true });
    },
  };
}
