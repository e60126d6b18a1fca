import type { Language, TwoLanguages } from "./language.ts";
import { TELLABLE_MIN } from "./platform-crowd.ts";

export const FORUM_QUESTION_LENGTH_MAX = 500;
export const FORUM_ANSWER_LENGTH_MAX = 2_000;
export const FORUM_STATES = ["scheduled", "open", "closed"] as const;
export type ForumState = (typeof FORUM_STATES)[number];

export const FORUM_QUESTION_STATES = ["waiting", "accepted", "rejected"] as const;
export type ForumQuestionState = (typeof FORUM_QUESTION_STATES)[number];

export const POLL_OPTIONS_MIN = 2;
export const POLL_OPTIONS_MAX = 6;

/** A question that a moderator has let through, with our answer once there is one. */
export type ForumQuestion = {
  id: string;
  words: string;
  language: Language;
  answer: TwoLanguages | null;
  /** How many more have the same question. */
  voices: number;
  at: number;
};

/** A session of questions and answers as the public reads it. */
export type PublicForum = {
  id: string;
  incidentId: string | null;
  title: TwoLanguages;
  opensAt: number;
  closesAt: number;
  questions: readonly ForumQuestion[];
};

/** A poll with its votes, one number for each option in its order. */
export type PublicPoll = {
  id: string;
  question: TwoLanguages;
  options: readonly TwoLanguages[];
  closesAt: number;
  votes: readonly number[];
};

/** The clock alone opens and closes a session. */
export function forumStateOf(
  { opensAt, closesAt }: { opensAt: number; closesAt: number },
  now: number,
): ForumState {
  if (now < opensAt) return "scheduled";
  return now < closesAt ? "open" : "closed";
}

/** The votes, where they are so many that nobody's own can be told from them. */
export function tellableVotes(votes: readonly number[]): readonly number[] | null {
  return votes.reduce((sum, count) => sum + count, 0) < TELLABLE_MIN ? null : votes;
}

export const isPollOpen = ({ closesAt }: { closesAt: number }, now: number): boolean =>
  now < closesAt;
