import { notFound, refusal } from "../../lib/errors.ts";
import { findChannel } from "../../store/channels.ts";
import type { Tx } from "../../store/database.ts";
import { type AsideChoice, dropAside, retryAside } from "../../store/set-aside.ts";
import { defineAction } from "../action.ts";

/** Lets what could not be taken in wait once more, after an update or a repair. What fails again is set aside again. */
export const retrySetAside = defineAction<AsideChoice, { count: number }>({
  name: "inbox.retry",
  needs: "administrator",
  decide: async (tx, choice) => await decided(tx, choice, retryAside),
});

/** Throws away what could not be taken in: nobody will ever hear of it. */
export const dropSetAside = defineAction<AsideChoice, { count: number }>({
  name: "inbox.drop",
  needs: "administrator",
  decide: async (tx, choice) => await decided(tx, choice, dropAside),
});

async function decided(
  tx: Tx,
  choice: AsideChoice,
  change: (tx: Tx, choice: AsideChoice) => Promise<number>,
) {
  const channel = await findChannel(tx, choice.channelId);
  if (!channel) throw notFound("channel");
  const count = await change(tx, choice);
  if (count === 0) throw refusal("conflict", "errors:aside.gone");
  // Neither what was said nor by whom: events outlive both.
  const detail = { name: channel.name, of: choice.kind, count };
  return { subject: { kind: "channel", id: String(channel.id) }, detail, result: { count } };
}
