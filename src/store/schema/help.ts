import type { Generated } from "kysely";
import type { FaqAboutKind } from "../../domain/help/faq.ts";
import type { TicketLineKind, TicketMailState, TicketState } from "../../domain/help/ticket.ts";
import type { Language } from "../../domain/language.ts";

export type FaqEntryTable = {
  id: string;
  about_kind: FaqAboutKind;
  about_id: string | null;
  position: number;
  created_at: Date;
  updated_at: Date;
};

export type FaqTextTable = {
  entry_id: string;
  language: Language;
  latest: number;
  published: number | null;
  published_at: Date | null;
};

export type FaqVersionTable = {
  entry_id: string;
  language: Language;
  version: number;
  question: string;
  answer: string;
  written_by: string;
  at: Date;
};

export type FaqVoteTable = {
  entry_id: string;
  voter_hash: Buffer;
  language: Language;
  helped: boolean;
  at: Date;
};

export type TicketTable = {
  id: string;
  reference: string;
  language: Language;
  name: string;
  reply_kind: "email" | "sms";
  reply_to: Buffer;
  message: string;
  asked: string[];
  consent: string;
  incident_id: string | null;
  network_hash: Buffer;
  drill: boolean;
  state: TicketState;
  assignee_id: string | null;
  created_at: Date;
  changed_at: Date;
  closed_at: Date | null;
};

export type TicketLineTable = {
  id: string;
  ticket_id: string;
  kind: TicketLineKind;
  text: string;
  written_by: string;
  at: Date;
};

export type TicketMailTable = {
  id: string;
  ticket_id: string;
  what: "receipt" | "answer";
  text: string | null;
  state: TicketMailState;
  due_at: Date;
  tries: Generated<number>;
  why: string | null;
  created_at: Date;
};
