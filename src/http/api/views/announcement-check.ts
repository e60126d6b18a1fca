import { z } from "zod";
import { LINT_CODES } from "../../../domain/announcement-lint.ts";
import { LANGUAGES } from "../../../domain/language.ts";
import { NETWORKS } from "../../../domain/outlet.ts";
import { SentenceView } from "./said.ts";

const FindingView = z.object({
  code: z.enum(LINT_CODES),
  /** An error keeps the notice in the house; a warning asks. */
  level: z.enum(["error", "warning"]),
  language: z.enum(LANGUAGES).nullable(),
  part: z.enum(["title", "message", "advice", "nextStep", "source", "nextUpdateAt"]),
  from: z.number(),
  to: z.number(),
  words: z.string(),
  /** What is wrong, and what to write instead. */
  says: SentenceView,
});

const WrittenView = z.object({
  outletId: z.number(),
  name: z.string(),
  network: z.enum(NETWORKS),
  language: z.enum(LANGUAGES),
  mode: z.enum(["automatic", "ask"]),
  corrects: z.enum(["edit", "reply"]),
  /** Whether the incident stands there already, so that this follows without asking. */
  follows: z.boolean(),
  title: z.string(),
  text: z.string(),
  length: z.number(),
  max: z.number(),
});
/** A draft as one account would say it in one language. */
export type WrittenView = z.infer<typeof WrittenView>;

/** What is wrong with a draft, and how it would read. */
export const CheckView = z.object({
  findings: z.array(FindingView),
  posts: z.array(WrittenView),
});
export type CheckView = z.infer<typeof CheckView>;
