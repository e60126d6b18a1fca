import type { TemplateNews } from "./templates.ts";

/** What one attempt came to. The kind says who has to move next. */
export type Outcome =
  | { kind: "accepted"; providerId: string | null } //  nobody, or a receipt
  | { kind: "unknown"; why: string } //                 a receipt, or the end of patience
  /** Time. Where one person alone was written to too often, everybody else goes on. */
  | { kind: "throttled"; waitMs: number | null; scope?: "person" }
  | { kind: "unreachable"; why: string } //             time: surely not handed over
  /** The address; where only this message or this moment does not suit it, the address stays good. */
  | { kind: "rejected"; why: string; scope?: "message" }
  | { kind: "unsubscribed" } //                         the address: consent is gone
  | { kind: "misconfigured"; why: string }; //          the operator

export const OUTCOME_KINDS = [
  "accepted",
  "unknown",
  "throttled",
  "unreachable",
  "rejected",
  "unsubscribed",
  "misconfigured",
] as const satisfies readonly Outcome["kind"][];

/**
 * What a refusal that comes later blames: the address, this message or this moment, which do not suit it,
 * consent, which is gone, or the platform, which failed for now.
 */
export const BLAMES = ["address", "message", "consent", "platform"] as const;
export type Blame = (typeof BLAMES)[number];

/** What a provider tells us later, or a person answers. */
export type Heard =
  | {
      kind: "receipt";
      /** Our own attempt reference, where the provider echoes it. */
      reference: string | null;
      providerId: string | null;
      fact: "accepted" | "sent" | "delivered" | "read";
      at: number | null;
      /** An address: it is told of everything that was sent there until `at`, and not of one message. */
      upTo?: string | undefined;
    }
  | {
      kind: "refusal";
      reference: string | null;
      providerId: string | null;
      why: string;
      blame: Blame;
      at: number | null;
    }
  | {
      kind: "reply";
      from: string;
      body: string;
      providerId: string | null;
      /** The attempt answered to, where the platform says so. */
      reference: string | null;
      at: number | null;
    }
  | {
      kind: "account";
      state: "up" | "limited" | "down";
      /** A code of the locales, or the provider's own words. */
      why: string;
      params?: Record<string, string | number>;
      /** What it is about; each topic has one newest word. `account` unless said otherwise. */
      topic?: string;
      /** When the provider says that it was so. */
      at?: number | null;
    }
  /** What became of one of our templates. */
  | { kind: "template"; news: TemplateNews; at: number | null };
