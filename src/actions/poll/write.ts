import { POLL_OPTIONS_MAX, POLL_OPTIONS_MIN } from "../../domain/forum.ts";
import type { TwoLanguages } from "../../domain/language.ts";
import { refusal } from "../../lib/errors.ts";
import { insertPoll, lockPoll, updatePoll } from "../../store/polls.ts";
import { defineAction } from "../action.ts";

export type PollInput = {
  question: TwoLanguages;
  options: readonly TwoLanguages[];
  closesAt: number;
};

/** Asks everybody one question. It is public at once, and its words never change. */
export const createPoll = defineAction({
  name: "poll.create",
  needs: "communicator",
  async decide(tx, { question, options, closesAt }: PollInput, { now, newId, actor }) {
    if (closesAt <= now) throw refusal("invalid", "session:refused.past");
    if (options.length < POLL_OPTIONS_MIN || options.length > POLL_OPTIONS_MAX) {
      throw refusal("invalid", "session:refused.options");
    }
    const id = newId();
    await insertPoll(tx, {
      id,
      question: JSON.stringify(question),
      options: JSON.stringify(options),
      closes_at: new Date(closesAt),
      withdrawn_at: null,
      created_by: actor.name,
      created_at: new Date(now),
    });
    return { subject: { kind: "poll", id }, result: { id } };
  },
});

/** Ends a poll before its time. The result stays. */
export const closePoll = defineAction({
  name: "poll.close",
  needs: "communicator",
  async decide(tx, { id }: { id: string }, { now }) {
    const poll = await lockPoll(tx, id);
    if (poll.withdrawn_at !== null || poll.closes_at.getTime() <= now) {
      throw refusal("conflict", "session:refused.pollOver");
    }
    await updatePoll(tx, id, { closes_at: new Date(now) });
    return { subject: { kind: "poll", id }, result: null };
  },
});

/** Takes a poll off the public pages, with its result. */
export const withdrawPoll = defineAction({
  name: "poll.withdraw",
  needs: "communicator",
  async decide(tx, { id }: { id: string }, { now }) {
    const poll = await lockPoll(tx, id);
    if (poll.withdrawn_at !== null) throw refusal("conflict", "session:refused.pollOver");
    await updatePoll(tx, id, { withdrawn_at: new Date(now) });
    return { subject: { kind: "poll", id }, result: null };
  },
});
