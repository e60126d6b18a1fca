export const STATES = ["up", "refusing", "erring", "blackhole", "holding", "stalled"] as const;

export const ACCOUNT_STATES = ["fine", "limited", "blocked"] as const;

/** What a provider enforces beyond its rate, person by person and template by template. */
export type Rules = {
  /** How long one message to one person costs; short bursts are lent (`PAIR_BURST_MAX`). */
  perPersonMs: number | null;
  /** How many different people may be written to within 24 hours who have not written themselves. */
  peopleADayMax: number | null;
  /** How long after a person wrote free text is taken; null where it always is. */
  windowMs: number | null;
  /** What became of templates, by name; a template that is not named is approved. */
  templates: Readonly<Record<string, (typeof TEMPLATE_STATES)[number]>>;
  /** When the token of the account ends; null: never. */
  tokenUntil: number | null;
  /** For how many seconds a message made from a template is kept for who is away; or thirty days. */
  lifetimeS?: number;
};
export const TEMPLATE_STATES = ["approved", "paused", "disabled", "pending", "rejected"] as const;

/** How a simulated provider behaves. Any part may be changed while it runs. */
export type Conduct = {
  /**
   * - `up`: takes messages and reports.
   * - `refusing`: nobody listens, connections are refused.
   * - `erring`: answers each message with `errorCode`.
   * - `blackhole`: takes messages, and nothing is ever heard of them again.
   * - `holding`: takes messages and keeps them; once it is up again, those arrive whose lifetime is
   *   not over.
   * - `stalled`: takes the connection and never answers.
   */
  state: (typeof STATES)[number];
  /** The provider's own number of the error, while `erring`. */
  errorCode: number;
  /** Share of messages that are taken and reported on, but whose answer is cut off. */
  loseAnswers: number;
  /** How long each answer takes; the message is taken at once. */
  answerMs: number;
  /** Beyond this rate messages are refused as throttled; null for no limit. */
  perSecondMax: number | null;
  /** For how many seconds it asks for silence when it throttles; null: for as long as is usual with it. */
  retryAfterS: number | null;
  /** Share of receipts that are told twice. */
  duplicated: number;
  /** Share of receipts that are never told. */
  dropped: number;
  /** Whether the receipts of one batch come in any order. */
  reordered: boolean;
  /** How much later than they should receipts come. */
  receiptsLateMs: number;
  /** How many items one callback holds, where the provider batches. */
  batchMax: number;
  /** How our own account stands, where the provider tells; blocked, it takes no message. */
  account: (typeof ACCOUNT_STATES)[number];
  /** Off unless set: a benchmark writes to more people than memory should hold. */
  rules: Rules;
};

export const goodConduct: Conduct = {
  state: "up",
  errorCode: 131000,
  loseAnswers: 0,
  answerMs: 0,
  perSecondMax: null,
  retryAfterS: null,
  duplicated: 0,
  dropped: 0,
  reordered: false,
  receiptsLateMs: 0,
  batchMax: 200,
  account: "fine",
  rules: {
    perPersonMs: null,
    peopleADayMax: null,
    windowMs: null,
    templates: {},
    tokenUntil: null,
    lifetimeS: 30,
  },
};

/** Whether one more message is within the rate. */
export function rateGate(now: () => number): (perSecondMax: number | null) => boolean {
  let second = 0;
  let taken = 0;
  return (perSecondMax) => {
    if (perSecondMax === null) return true;
    const current = Math.floor(now() / 1_000);
    if (current !== second) {
      second = current;
      taken = 0;
    }
    taken += 1;
    return taken <= perSecondMax;
  };
}
