import type { ForumQuestionState } from "../../domain/forum.ts";
import type { Language, TwoLanguages } from "../../domain/language.ts";
import type { Json } from "./columns.ts";

export type ForumTable = {
  id: string;
  title: Json<TwoLanguages>;
  incident_id: string | null;
  opens_at: Date;
  closes_at: Date;
  created_by: string;
  created_at: Date;
};

export type ForumQuestionTable = {
  id: string;
  forum_id: string;
  words: string;
  language: Language;
  state: ForumQuestionState;
  answer: Json<TwoLanguages> | null;
  network_hash: Buffer;
  at: Date;
  decided_at: Date | null;
  decided_by: string | null;
};

export type ForumVoiceTable = {
  question_id: string;
  person_hash: Buffer;
  network_hash: Buffer;
  at: Date;
};

export type PollTable = {
  id: string;
  question: Json<TwoLanguages>;
  options: Json<TwoLanguages[]>;
  closes_at: Date;
  withdrawn_at: Date | null;
  created_by: string;
  created_at: Date;
};

export type PollVoteTable = {
  poll_id: string;
  person_hash: Buffer;
  network_hash: Buffer;
  option: number;
  at: Date;
};
