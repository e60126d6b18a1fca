import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createPlace } from "../../../test/place.ts";
import { accountForPostgres, canEnter } from "./account.ts";
import { bundledPackage, prepareBinaries } from "./binaries.ts";

const isRoot = process.getuid?.() === 0;
const account = accountForPostgres();

test("the links that npm cannot pack are made where they are missing", () => {
  using place = createPlace();
  const packageDir = copyOfPackage(join(place.path, "package"));
  rmSync(join(packageDir, "native", "lib", "libpq.so"), { force: true });
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const programs = prepareBinaries(packageDir, { account, copiesDir: place.path, say });
  expect(programs.postgres.startsWith(packageDir)).toBe(true);
  expect(existsSync(join(packageDir, "native", "lib", "libpq.so"))).toBe(true);
  expect(said).toEqual([]);
});

test.runIf(isRoot)("out of the account's reach, a copy is made once and said", () => {
  using place = createPlace();
  const home = join(place.path, "home");
  mkdirSync(home, { mode: 0o700 });
  expect(canEnter(account, home)).toBe(false);
  const packageDir = copyOfPackage(join(home, "package"));
  const copiesDir = join(place.path, "away");
  const said: string[] = [];
  const where = { account, copiesDir, say: (line: string) => void said.push(line) };
  const programs = prepareBinaries(packageDir, where);
  expect(programs.postgres.startsWith(copiesDir)).toBe(true);
  expect(prepareBinaries(packageDir, where)).toEqual(programs);
  expect(said).toEqual([expect.stringContaining("PostgreSQL was copied to")]);
  expect(readdirSync(copiesDir)).toHaveLength(1);
});

function copyOfPackage(to: string): string {
  cpSync(bundledPackage(), to, { recursive: true, verbatimSymlinks: true });
  return to;
}
