/** What has become of one attempt, as a ladder: facts only climb. */
export const FACTS = [
  "queued",
  "sending",
  "accepted",
  "sent",
  "delivered",
  "read",
  "replied",
] as const;
export type Fact = (typeof FACTS)[number];

export const factRank = (fact: Fact): number => FACTS.indexOf(fact);

/** One step of a cascade: which channel, what counts as success, and how long to wait for it. */
export type Rung = {
  channelId: number;
  patienceMs: number;
  success: "accepted" | "sent" | "delivered" | "read" | "replied";
};

/** The order of channels for a contact, and when the whole message is no longer worth sending. */
export type Cascade = { rungs: Rung[]; expiresAfterMs: number; triesMax: number };

/** How a delivery may end. */
export const ENDINGS = [
  "reached",
  "acknowledged",
  "exhausted",
  "blocked",
  "cancelled",
  "expired",
] as const;
export type Settled = (typeof ENDINGS)[number];
