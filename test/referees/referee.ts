import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The published specifications stand beside the project and are never part of it. */
const folder = join(import.meta.dirname, "../../../shared/referees");

/** The text of a referee, or null, said aloud, where it is absent. */
export function refereeText(name: string): string | null {
  const path = join(folder, name);
  if (existsSync(path)) return readFileSync(path, "utf8");
  process.stderr.write(
    `The referee ${name} is absent (../shared/referees): its tests do not run.\n`,
  );
  return null;
}

/** Any JSON, to be walked. */
export type Tree = { [key: string]: Tree } & Record<string, unknown>;

/** Calls `visit` with each object of a tree, the tree itself included. */
export function walk(tree: unknown, visit: (node: Record<string, unknown>) => void): void {
  if (Array.isArray(tree)) for (const item of tree) walk(item, visit);
  else if (typeof tree === "object" && tree !== null) {
    const node: Record<string, unknown> = { ...tree };
    visit(tree as Record<string, unknown>);
    for (const value of Object.values(node)) walk(value, visit);
  }
}
