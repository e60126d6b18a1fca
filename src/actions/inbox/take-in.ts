import { claimSpoolFile, type InboxItem, insertInbox } from "../../store/inbox.ts";
import { defineIntake } from "../action.ts";

/** Keeps what providers told us, raw, before anybody thinks about it. */
export const takeIn = defineIntake<readonly InboxItem[], void>(async (tx, items) => {
  await insertInbox(tx, items);
});

/** The same for a file that was written while the database was away: once, whoever asks first. */
export const takeInSpooled = defineIntake<{ name: string; items: readonly InboxItem[] }, boolean>(
  async (tx, { name, items }, { now }) => {
    const isNew = await claimSpoolFile(tx, name, now);
    if (isNew) await insertInbox(tx, items);
    return isNew;
  },
);
