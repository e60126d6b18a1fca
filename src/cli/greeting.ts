import { issueLoginLink } from "../actions/account/account.ts";
import type { House } from "../actions/action.ts";
import type { Actor } from "../domain/roles.ts";
import { NEWCOMER } from "../domain/training/organisation.ts";
import { randomToken, sha256 } from "../lib/crypto.ts";
import { accountByEmail } from "../store/accounts.ts";
import { findOrganisation } from "../store/organisation.ts";

type Started = { front: { house: House; publicUrl: string }; fresh: boolean };

/** What a person reads at the start: where to go, and how to get in. */
export async function greeting(started: Started, actor: Actor): Promise<string[]> {
  const { front, fresh } = started;
  const { house, publicUrl } = front;
  const lines = ["", "Tocsin is ready.", ""];
  const isTraining = (await findOrganisation(house.db))?.mode === "training";
  const newcomer = isTraining ? await accountByEmail(house.db, NEWCOMER.email) : null;
  if (!newcomer) {
    return [...lines, `  Console      ${publicUrl}/console`, `  Public page  ${publicUrl}/`, ""];
  }
  const token = randomToken();
  const link = { accountId: newcomer.id, linkHash: sha256(token) };
  await issueLoginLink(house, actor, link);
  return [
    ...lines,
    "This is a training organisation: a fictional bakery chain, simulated providers.",
    `Nothing in it can leave this machine. Open the console${fresh ? " to watch an outage unfold" : ""}:`,
    "",
    `  Console      ${publicUrl}/console/link#${token}`,
    "               (this link signs the administrator in, once)",
    `  Public page  ${publicUrl}/`,
    "",
    "Ctrl-C stops it.",
  ];
}
