import type { Sentence } from "./sentence.ts";

export type AccountState = "fine" | "limited" | "blocked";

/** The newest word of a provider on one topic of our account: its health, its quality, a template. */
export type AccountNote = { topic: string; state: AccountState; says: Sentence; at: number };

/** What the provider answered when it was asked how our account is. */
export type AccountTold =
  | { kind: "told"; state: AccountState; says: Sentence }
  /** The answer is no, or none at all: `what` names the sentence that says what to do. */
  | { kind: "refused" | "silent"; says: Sentence };

/** Topics that a look at the whole account answers as well: what was said there before is settled. */
export const SETTLED_BY_HEALTH: readonly string[] = ["account", "quality", "alert"];
export const HEALTH = "health";
