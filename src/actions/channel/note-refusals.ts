import type { Tx } from "../../store/database.ts";
import { insertWishes, rejectAddresses } from "../../store/replies.ts";
import { defineIntake } from "../action.ts";
import { isRehearsed } from "./rehearsed.ts";

/** What providers told us about people's addresses. */
export type Refusals = {
  kind: string;
  channelName: string;
  /** Whether the channel is a drill's. */
  drill: boolean;
  /** Addresses that do not work on this channel. */
  rejected: readonly { address: string; why: string }[];
  /** Contacts who blocked us or unsubscribed at the provider. */
  unsubscribed: readonly number[];
};

/** Notes it, so that the next broadcast knows. An opt-out ends the deliveries under way as well. */
export async function noteRefusals(tx: Tx, refusals: Refusals, now: number): Promise<void> {
  if (await isRehearsed(tx, refusals.drill)) return;
  await rejectAddresses(tx, refusals.kind, refusals.rejected);
  await insertWishes(
    tx,
    refusals.unsubscribed.map((contactId) => ({
      contactId,
      kind: refusals.kind,
      state: "withdrawn",
      wording: "unsubscribed",
      source: `provider of ${refusals.channelName}`,
      at: now,
    })),
  );
}

export const takeRefusals = defineIntake<Refusals, void>(async (tx, refusals, { now }) => {
  await noteRefusals(tx, refusals, now);
});
