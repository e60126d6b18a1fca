import type { Ask } from "../lib/wire.ts";
import type { Conduct } from "./conduct.ts";
import type { Ledger } from "./ledger.ts";
import type { Called, Reply } from "./listener.ts";
import type { People } from "./people.ts";
import type { Schedule } from "./schedule.ts";

export type SimulatorOptions = {
  port?: number;
  conduct?: Partial<Conduct>;
  /** Where receipts and replies go, unless each message says so itself. */
  callbackUrl?: string | null;
  secrets?: Readonly<Record<string, string>>;
  /** The time written into receipts. */
  now?: () => number;
  schedule?: Schedule;
  people?: People;
  seed?: number;
};

/** A provider that lives on this machine and can be made to fail. */
export type Simulator = {
  url: string;
  /** `GET /_ledger`, `GET /_ledger?list=1` (one JSON a line), `PUT /_conduct`, `PUT /_callback`. */
  controlUrl: string;
  received: Ledger;
  setConduct(change: Partial<Conduct>): Promise<void>;
  setCallbackUrl(url: string | null): void;
  /** Somebody writes to us, asked or not. */
  write(from: string, text: string): void;
  /** How many receipts and replies are still to be told. */
  waiting(): number;
  stop(): Promise<void>;
};

/** A message that arrived, once the provider's own dialect has been read. */
export type Taken = {
  address: string;
  reference: string;
  text: string;
  providerId: string;
  /** Where this message's own receipts go, where the provider is told so each time. */
  callbackUrl: string | null;
  answer: { status: number; body: string; headers?: Record<string, string> };
  /** The provider's own number of the failure that it tells later, whoever the person is. */
  failure?: number;
  /** How long the provider tries to deliver it, where it was told; or for ever. */
  lifetimeMs?: number;
};

/** What is kept of a message for as long as there is something to tell about it. */
export type Remembered = Pick<Taken, "address" | "reference" | "providerId" | "callbackUrl">;

/** Something to be told later. */
export type TellableFact = "sent" | "delivered" | "read";
export type News =
  | { kind: "fact"; fact: TellableFact; of: Remembered; at: number }
  | { kind: "failed"; of: Remembered; at: number; code?: number }
  | { kind: "reply"; from: string; text: string; to: Remembered | null; at: number };

export type ErrorAnswer = { status: number; body: string; headers?: Record<string, string> };

/** What one provider's simulator adds to the common behaviour: its dialect. */
export type Dialect = {
  /** Reads a request, or answers it itself (bad credentials, bad form) and gives null. */
  read(called: Called, reply: Reply): Taken | null;
  /** Answers a question that is no message, and says that it did. */
  ask?(called: Called, reply: Reply): boolean;
  /** The answer of a provider in trouble; the pause that it asks for, where it writes that into the body. */
  error(code: number | "throttled", waitS?: number | null): ErrorAnswer;
  /** One callback, or null where this provider calls nobody about such a thing. */
  write(news: News[], callbackUrl: string): Ask | null;
  /** What it calls about by itself when its conduct changes: how our templates stand, for one. */
  announce?(changed: { before: Conduct; after: Conduct; url: string }): Ask[];
  /** What this provider ever learns about a message, and tells. */
  facts: readonly TellableFact[];
  /** How many items one callback may hold; providers that do not batch say 1. */
  batchMax: number;
};

/** The part of a dialect that tells nobody what became of a message. */
export const mute = { facts: [], batchMax: 1, write: () => null } satisfies Partial<Dialect>;

/** The HTTP status of a provider in trouble, for those whose codes are such. */
export function troubleOf(code: number | "throttled") {
  const wanted = code === "throttled" ? 429 : code;
  const status = wanted >= 400 && wanted < 600 ? wanted : 500;
  const headers: Record<string, string> = status === 429 ? { "retry-after": "1" } : {};
  return { status, headers };
}

export type Stage = {
  now: () => number;
  secrets: Readonly<Record<string, string>>;
  account: () => Conduct["account"];
  rules: () => Conduct["rules"];
  /** Who is at the other end, where a provider says at once that nobody is. */
  people: People;
};

/** What becomes of a message, as the provider will tell it. */
export function newsOf(taken: Taken, people: People): { news: News; afterMs: number }[] {
  const { address, reference, providerId, callbackUrl } = taken;
  const of: Remembered = { address, reference, providerId, callbackUrl };
  const life = people(address);
  const at = 0;
  if (taken.failure !== undefined) {
    return [{ news: { kind: "failed", of, at, code: taken.failure }, afterMs: 0 }];
  }
  const told: { news: News; afterMs: number }[] = [
    { news: { kind: "fact", fact: "sent", of, at }, afterMs: 0 },
  ];
  const { deliveredAfterMs, readAfterMs, answer } = life;
  if (!life.reachable) {
    told.push({ news: { kind: "failed", of, at }, afterMs: deliveredAfterMs });
    return told;
  }
  told.push({ news: { kind: "fact", fact: "delivered", of, at }, afterMs: deliveredAfterMs });
  if (readAfterMs !== null) {
    told.push({ news: { kind: "fact", fact: "read", of, at }, afterMs: readAfterMs });
  }
  if (answer) {
    const reply: News = { kind: "reply", from: of.address, text: answer.text, to: of, at };
    told.push({ news: reply, afterMs: answer.afterMs });
  }
  return told;
}
