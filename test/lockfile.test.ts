import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./house/files.ts";

type Entry = { optionalDependencies?: Record<string, string>; resolved?: string; link?: boolean };
type Packages = Record<string, Entry>;

const lockfile: { packages: Packages } = JSON.parse(
  readFileSync(join(root, "package-lock.json"), "utf8"),
);

test("the lockfile names every part that npm ci will ask for", () => {
  expect(missingParts(lockfile.packages)).toEqual([]);
});

test("the lockfile is the same on every machine: it names no registry", () => {
  expect(Object.keys(lockfile.packages).length).toBeGreaterThan(100);
  expect(Object.entries(lockfile.packages).filter(([, entry]) => entry.resolved)).toEqual([]);
});

test("a hole is found, and a part in a folder above is no hole", () => {
  const above = { "": {}, "node_modules/a": { optionalDependencies: { b: "1" } } };
  expect(missingParts(above)).toEqual(["node_modules/a wants b"]);
  expect(missingParts({ ...above, "node_modules/b": {} })).toEqual([]);
  expect(missingParts({ ...above, "node_modules/a/node_modules/b": {} })).toEqual([]);
});

/** A mirror with holes makes `npm install` write a lockfile that `npm ci` refuses. */
function missingParts(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !foldersFrom(path).some((folder) => `${folder}${name}` in packages))
      .map((name) => `${path} wants ${name}`),
  );
}

/** Where Node looks from a package: in its own node_modules, then in each folder above. */
function foldersFrom(path: string): string[] {
  const parts = path === "" ? [] : path.split(/\/?node_modules\//).slice(1);
  const levels = parts.map((_, depth) => parts.slice(0, depth + 1));
  const above = levels.map(
    (names) => `${names.map((n) => `node_modules/${n}`).join("/")}/node_modules/`,
  );
  return ["node_modules/", ...above].reverse();
}
