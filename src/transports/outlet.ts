import type { z } from "zod";
import type { Language, TwoLanguages } from "../domain/language.ts";
import type { Card, Network, Spoken } from "../domain/outlet.ts";
import { type Field, fieldsOf } from "../lib/description.ts";
import type { Wire } from "../lib/wire.ts";

/** One text to everybody, complete: an outlet neither shortens it nor adds to it. */
export type Post = {
  /** Names this line of the ledger, the same at each try. */
  reference: string;
  title: string;
  text: string;
  /** The same as paragraphs, for what shows pages. Escaped already. */
  html: string;
  /** Stands in the text as well; no other line has the same. */
  link: string;
  /** For a network that shows no card but the one that comes with a post. */
  card: Card;
  language: Language;
  /** When the line was written, the same at each try. */
  plannedAt: number;
  /** The time of this try. */
  at: number;
  /** What stands there about the same incident already. */
  thread: { first: string; last: string } | null;
};

/** What stands on a network, as far as it is needed to find our own words again. */
export type Standing = { id: string; url: string | null; text: string };
export type Seen =
  | { ok: true; posts: readonly Standing[] }
  | { ok: false; failed: Exclude<Spoken, { kind: "said" | "gone" }> };

/**
 * A way to speak to everybody at once. Like a transport: everything up to `sendTimeoutMs` is data,
 * and the secrets go to nothing but the wire.
 */
export type Outlet<Settings extends object = object> = {
  kind: Network;
  title: TwoLanguages;
  settings: z.ZodType<Settings>;
  secrets: readonly string[];
  /** Whether the same post twice, with the same reference, stands there once. */
  keyed: boolean;
  /** Says it anew; where a thread stands there and nothing can be changed, as an answer to it. */
  say(post: Post, settings: Settings, wire: Wire): Promise<Spoken>;
  /** Puts the new words in the place of the old ones. Twice is the same as once. */
  change?(post: Post, id: string, settings: Settings, wire: Wire): Promise<Spoken>;
  /** The newest posts of the account: did it arrive? */
  seen?(settings: Settings, wire: Wire, now: number): Promise<Seen>;
};

/** Checks at compile time that the secrets are settings. */
export function defineOutlet<Settings extends object>(
  outlet: Outlet<Settings> & { secrets: readonly (keyof Settings & string)[] },
): Outlet<Settings> {
  return outlet;
}

export type OutletDescription = {
  kind: Network;
  title: TwoLanguages;
  fields: Field[];
  /** What becomes of a correction there: the post itself changes, or an answer follows. */
  corrects: "edit" | "reply";
  looks: boolean;
};

export const describeOutlet = (outlet: Outlet): OutletDescription => ({
  kind: outlet.kind,
  title: outlet.title,
  fields: fieldsOf(outlet.settings, outlet.secrets),
  corrects: outlet.change ? "edit" : "reply",
  looks: outlet.seen !== undefined,
});
