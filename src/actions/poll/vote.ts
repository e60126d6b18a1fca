import { isPollOpen } from "../../domain/forum.ts";
import { HOUR_MS } from "../../lib/clock.ts";
import type { Tx } from "../../store/database.ts";
import { changeVote, findPoll, insertVote, votesOfNetwork } from "../../store/polls.ts";
import { lockNetwork } from "../../store/reports.ts";
import { defineIntake } from "../action.ts";
import { reporterOf } from "../report/reporter.ts";

/** One address block may be a school, or one person with much time. */
const VOTES_PER_BLOCK_MAX = 30;

export type PollVote = { pollId: string; option: number; ip: string; agent: string };
export type VotedAs = "taken" | "bounded" | "closed" | "unknown";

/** One vote from one person, who may change it until the poll closes. */
export const takeVote = defineIntake(
  async (tx: Tx, vote: PollVote, { now, secretKey }): Promise<VotedAs> => {
    const { pollId, option } = vote;
    const poll = await findPoll(tx, pollId);
    if (!poll || poll.withdrawn_at !== null || !(option in poll.options)) return "unknown";
    if (!isPollOpen({ closesAt: poll.closes_at.getTime() }, now)) return "closed";
    const { person, persons, block, blocks } = await reporterOf(tx, vote, { now, secretKey });
    await lockNetwork(tx, block);
    const at = new Date(now);
    if (await changeVote(tx, { pollId, persons, option, at })) return "taken";
    const network = { pollId, hashes: blocks, since: now - HOUR_MS };
    if ((await votesOfNetwork(tx, network)) >= VOTES_PER_BLOCK_MAX) return "bounded";
    await insertVote(tx, {
      poll_id: pollId,
      person_hash: person,
      network_hash: block,
      option,
      at,
    });
    return "taken";
  },
);
