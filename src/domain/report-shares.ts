/** One value of a dimension in a window: what was counted, what was to be expected, what is too much. */
export type ReportShare = {
  /** A country, symptom, version or device; `REST` for all that are too many to name. */
  key: string;
  count: number;
  expected: number;
  excess: number;
  /** Its part of the whole excess, from 0 to 1. */
  share: number;
};

/** How many of the window, and how many of the calm weeks before, named this. Null: said nothing. */
export type PartCount = { key: string | null; count: number; usual: number };

export const REPORT_DIMENSIONS = ["country", "symptom", "version", "device"] as const;
export type ReportDimension = (typeof REPORT_DIMENSIONS)[number];

export const REST = "*";
/** So many values are named; whoever invents version numbers fills one line at most. */
const KEYS_MAX = 20;
/** With less history than this the present mix speaks for itself, so that nothing stands out by chance. */
const HISTORY_MIN = 20;

/**
 * How the excess of a window spreads: each value against its usual share of what was expected.
 * Shares are of the excess of those who named one, never of raw counts.
 */
export function sharesOfExcess(
  parts: readonly PartCount[],
  expectedInWindow: number,
): ReportShare[] {
  const counted = sumOf(parts, "count");
  const usual = sumOf(parts, "usual");
  const expectedOf = (part: PartCount): number => {
    const mix = counted === 0 ? 0 : (HISTORY_MIN * part.count) / counted;
    return (expectedInWindow * (part.usual + mix)) / (usual + HISTORY_MIN);
  };
  const named = parts.flatMap((part) => {
    if (part.key === null) return [];
    const expected = expectedOf(part);
    const excess = Math.max(0, part.count - expected);
    return [{ key: part.key, count: part.count, expected, excess }];
  });
  const whole = named.reduce((sum, { excess }) => sum + excess, 0);
  return folded(named.filter(({ count, excess }) => count > 0 || excess > 0).sort(byWeight)).map(
    (part) => ({ ...part, share: whole === 0 ? 0 : part.excess / whole }),
  );
}

type Part = Omit<ReportShare, "share">;

const sumOf = (parts: readonly PartCount[], what: "count" | "usual"): number =>
  parts.reduce((sum, part) => sum + part[what], 0);

const byWeight = (a: Part, b: Part): number =>
  b.excess - a.excess || b.count - a.count || (a.key < b.key ? -1 : 1);

function folded(parts: readonly Part[]): Part[] {
  if (parts.length <= KEYS_MAX) return [...parts];
  const rest = parts.slice(KEYS_MAX - 1).reduce(
    (sum, part) => ({
      key: REST,
      count: sum.count + part.count,
      expected: sum.expected + part.expected,
      excess: sum.excess + part.excess,
    }),
    { key: REST, count: 0, expected: 0, excess: 0 },
  );
  return [...parts.slice(0, KEYS_MAX - 1), rest];
}
