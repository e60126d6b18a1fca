import { type AccountNote, HEALTH, SETTLED_BY_HEALTH } from "../../domain/account-health.ts";
import { notesOf, saveNote, settleNotes } from "../../store/account-notes.ts";
import { defineIntake } from "../action.ts";

/** What a word of the provider changed: whether it is news, and whether the account is blocked now. */
export type Noted = { isNews: boolean; wasBlocked: boolean; isBlocked: boolean };

/** Keeps the newest word of a provider on our account. A look at all of it settles what was said before. */
export const noteAccount = defineIntake<{ channelId: number; note: AccountNote }, Noted>(
  async (tx, { channelId, note }) => {
    const wasBlocked = (await notesOf(tx, channelId)).some(isBlocking);
    const isNews = await saveNote(tx, channelId, note);
    if (isNews && note.topic === HEALTH && note.state === "fine") {
      await settleNotes(tx, channelId, { topics: SETTLED_BY_HEALTH, upTo: note.at });
    }
    const isBlocked = (await notesOf(tx, channelId)).some(isBlocking);
    return { isNews, wasBlocked, isBlocked };
  },
);

const isBlocking = ({ state }: AccountNote): boolean => state === "blocked";
