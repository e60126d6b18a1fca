import type { House } from "../actions/action.ts";
import { noteAccount } from "../actions/channel/note-account.ts";
import type { AccountNote } from "../domain/account-health.ts";
import type { Heard } from "../domain/outcome.ts";
import { type Sentence, sentence } from "../domain/sentence.ts";
import { findChannel } from "../store/channels.ts";
import { switchChannel } from "./switch-channel.ts";

type Account = Extract<Heard, { kind: "account" }>;

const OWN_CODE = /^account:[\w.]+$/;
const STATES = { up: "fine", limited: "limited", down: "blocked" } as const;

/** A word of the provider as a note: with a sentence of ours, or with the provider's own words in one. */
export function noteOf(account: Account, now: number): AccountNote {
  const { state, why, params = {}, topic = "account", at } = account;
  const says = OWN_CODE.test(why) ? sentence(why, params) : sentence("account:said", { why });
  // A clock that runs ahead of ours must not silence what is said tomorrow.
  return { topic, state: STATES[state], says, at: Math.min(at ?? now, now) };
}

/**
 * Takes down the channel whose account is blocked, and tries it out again when it is not any more.
 * Limits are noted and change nothing; words that are older than what we know, neither.
 */
export async function followAccount(
  house: House,
  channelId: number,
  note: AccountNote,
): Promise<void> {
  const noted = await noteAccount(house, { channelId, note });
  if (!noted.isNews) return;
  const to = { id: channelId, source: "account" as const };
  if (note.state === "blocked") {
    const reason = reasonOf(note.says);
    return await switchChannel(house, "hear", { ...to, state: "down", reason });
  }
  const isFreed = noted.wasBlocked || (note.topic === "account" && note.state === "fine");
  if (noted.isBlocked || !isFreed) return;
  const channel = await findChannel(house.db, channelId);
  // Only what an account stopped may start again on its word, and it is tried out first.
  if (channel?.state !== "down" || channel.state_source !== "account") return;
  await switchChannel(house, "hear", { ...to, state: "probing", reason: "account:back" });
}

/** A channel's reason is one code, with no room for blanks: the note beside it says the rest. */
function reasonOf({ code, params }: Sentence): string {
  if (code === "account:said") return String(params["why"]);
  return Object.keys(params).length === 0 ? code : "account:blocked";
}
