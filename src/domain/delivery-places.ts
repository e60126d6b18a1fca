/** What a country's numbers got of our messages now, and what they usually get. */
export type Place = {
  country: string;
  sent: number;
  delivered: number;
  usual: { sent: number; delivered: number };
};

export type Loss = { country: string; sent: number; delivered: number; usualShare: number };
export type Losses = {
  /** The one country that loses what the others get, or null. */
  here: Loss | null;
  /** Missing messages by country, each with its share of all that we send. */
  lost: Record<string, { excess: number; usualShare: number }>;
};

/** Fewer messages to a country prove nothing about it. */
const sentMin = 20;
/** From so many messages on a country has a usual share of its own. */
const usualMin = 50;
/** Many countries are compared at a time: one in a thousand of them may look bad by chance. */
const deviations = 3.1;
/** A loss smaller than this is not worth a word, however sure it is. */
const lossMin = 0.25;
/** What the rest of the world must get of its own usual, to call the loss one country's. */
const restMin = 0.85;

/** Where our messages are lost. Small numbers are given the benefit of the doubt, by their own size. */
export function losses(places: readonly Place[], usualShare: number): Losses {
  const all = places.reduce((total, { sent }) => total + sent, 0);
  const losing = places.map((place) => ({ ...place, usualShare: usualOf(place, usualShare) }));
  const lost = Object.fromEntries(
    losing.map(({ country, sent, delivered, usualShare: share }) => {
      const excess = Math.max(0, sent * share - delivered);
      return [country, { excess, usualShare: all === 0 ? 0 : sent / all }];
    }),
  );
  const here = losing
    .filter((place) => isLosing(place))
    .sort((a, b) => missing(b) - missing(a))
    .find((place) => isWell(losing.filter(({ country }) => country !== place.country)));
  if (!here) return { here: null, lost };
  const { country, sent, delivered } = here;
  return { here: { country, sent, delivered, usualShare: here.usualShare }, lost };
}

const usualOf = ({ usual }: Place, otherwise: number): number =>
  usual.sent >= usualMin ? Math.min(1, usual.delivered / usual.sent) : otherwise;

/** The most that the true share can be, with so few messages (Wilson), is still well under the usual. */
function isLosing({ sent, delivered, usualShare }: Loss): boolean {
  if (sent < sentMin) return false;
  return upperShare(delivered, sent) < (1 - lossMin) * usualShare;
}

function upperShare(delivered: number, sent: number): number {
  const share = Math.min(1, delivered / sent);
  const z2 = deviations * deviations;
  const middle = share + z2 / (2 * sent);
  const spread = deviations * Math.sqrt((share * (1 - share) + z2 / (4 * sent)) / sent);
  return Math.min(1, (middle + spread) / (1 + z2 / sent));
}

/** There is a rest of the world, it is large enough to tell, and it gets what it usually gets. */
function isWell(rest: readonly Loss[]): boolean {
  const sent = rest.reduce((total, place) => total + place.sent, 0);
  const delivered = rest.reduce((total, place) => total + place.delivered, 0);
  const usual = rest.reduce((total, place) => total + place.sent * place.usualShare, 0);
  return sent >= sentMin && delivered >= restMin * usual;
}

const missing = ({ sent, delivered, usualShare }: Loss): number => sent * usualShare - delivered;
