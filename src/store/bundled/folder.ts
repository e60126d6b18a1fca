import { chmodSync, chownSync, existsSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "../../lib/folder.ts";
import type { Account } from "./account.ts";

/** Makes the folder ours to use: existing, private, and owned by the account of PostgreSQL. */
export function prepareFolder(folder: string, account: Account): void {
  makePassable(dirname(folder));
  makeFolder(folder, { mode: 0o700 });
  if (account !== null) chownSync(folder, account.uid, account.gid);
}

/** A folder that others may walk through, whatever the umask. Existing ones are left as they are. */
export function makePassable(folder: string): void {
  if (existsSync(folder)) return;
  makePassable(dirname(folder));
  makeFolder(folder);
  chmodSync(folder, 0o755);
}
