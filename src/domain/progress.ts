/** One total of the tally: for a channel, or for people where the channel is 0. */
export type Total = { channelId: number; what: string; n: number };

export type Progress = {
  recipients: number;
  settled: number;
  byFact: { accepted: number; sent: number; delivered: number; read: number; replied: number };
  byChannel: {
    channelId: number;
    name: string;
    accepted: number;
    sent: number;
    delivered: number;
    read: number;
    failed: number;
  }[];
  reached: number;
  unreached: number;
  waiting: number;
  answers: { safe: number; help: number; choices: Record<string, number> };
  perSecond: number;
  etaSeconds: number | null;
  series: { minute: string; channelId: number; delivered: number }[];
};

const PEOPLE = 0;

/** The numbers of one broadcast, from the tally alone: nobody's row is looked at. */
export function progressOf(input: {
  recipients: number;
  /** Deliveries that are not settled yet. */
  open: number;
  totals: readonly Total[];
  channels: readonly { id: number; name: string }[];
  perSecond: number;
  /** Whether it has gone long enough at that speed to say when it will be done. */
  isMeasured: boolean;
}): Omit<Progress, "series"> {
  const { recipients, open, totals, channels, perSecond, isMeasured } = input;
  const count = (channelId: number, what: string): number =>
    totals.find((total) => total.channelId === channelId && total.what === what)?.n ?? 0;
  // Good news that came late takes back the ending that had been counted.
  const ended = (how: string): number =>
    count(PEOPLE, `settled:${how}`) - count(PEOPLE, `mended:${how}`);
  const reached = ended("reached") + ended("acknowledged");
  const waiting = Math.min(open, Math.max(0, recipients - reached));
  const facts = (channelId: number) => ({
    accepted: count(channelId, "accepted"),
    sent: count(channelId, "sent"),
    delivered: count(channelId, "delivered"),
    read: count(channelId, "read"),
  });
  const used = new Set(totals.map((total) => total.channelId));
  return {
    recipients,
    settled: recipients - waiting,
    byFact: { ...facts(PEOPLE), replied: count(PEOPLE, "replied") },
    byChannel: channels
      .filter(({ id }) => used.has(id))
      .map(({ id, name }) => ({
        channelId: id,
        name,
        ...facts(id),
        failed: count(id, "rejected") + count(id, "unsubscribed"),
      })),
    reached,
    unreached: recipients - waiting - reached,
    waiting,
    answers: {
      safe: count(PEOPLE, "answer:safe"),
      help: count(PEOPLE, "answer:help"),
      choices: choicesOf(totals),
    },
    perSecond,
    etaSeconds: etaOf(waiting, isMeasured ? perSecond : 0),
  };
}

function etaOf(waiting: number, perSecond: number): number | null {
  if (waiting === 0) return 0;
  return perSecond > 0 ? Math.ceil(waiting / perSecond) : null;
}

/** How often each option of a poll was chosen, by its number. */
function choicesOf(totals: readonly Total[]): Record<string, number> {
  const counted = totals.flatMap(({ channelId, what, n }) => {
    const chosen = channelId === PEOPLE ? /^answer:choice:(\d)$/.exec(what)?.[1] : undefined;
    return chosen === undefined ? [] : [[chosen, n] as const];
  });
  return Object.fromEntries(counted);
}
