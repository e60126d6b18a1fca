import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { AppError } from "../../lib/errors.ts";

/** The account PostgreSQL runs as; null means our own. */
export type Account = { name: string; uid: number; gid: number } | null;

/** An account made for Tocsin comes first; nobody exists everywhere. */
const accountNames = ["tocsin", "nobody"];

/** PostgreSQL refuses to run as root, so root lends it an unprivileged account. */
export function accountForPostgres(): Account {
  if (process.getuid?.() !== 0) return null;
  const known = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const wanted of accountNames) {
    const account = known.map(parseAccount).find((each) => each.name === wanted && each.uid > 0);
    if (account !== undefined) return account;
  }
  throw new AppError(
    "unavailable",
    "PostgreSQL refuses to run as root and there is no account called tocsin or nobody to run it as. " +
      "Create one, or start Tocsin as an ordinary user.",
  );
}

function parseAccount(line: string) {
  const [name = "", , uid, gid] = line.split(":");
  return { name, uid: Number(uid), gid: Number(gid) };
}

/** What `spawn` needs to start a program as this account. */
export function identity(account: Account): { uid?: number; gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}

/** Whether the account can walk down to a folder: every folder above it must let it through. */
export function canEnter(account: Account, folder: string): boolean {
  if (account === null) return true;
  const walked = spawnSync("/bin/sh", ["-c", 'cd -- "$0"', folder], {
    ...identity(account),
    stdio: "ignore",
  });
  return walked.status === 0;
}
