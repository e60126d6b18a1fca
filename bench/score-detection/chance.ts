/** A source of seeded chance: the same seed is the same world. */
export type Chance = { seed: number };

/** The next number from 0 to 1 (mulberry32). */
export function chance(from: Chance): number {
  from.seed = (from.seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(from.seed ^ (from.seed >>> 15), 1 | from.seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

/** A number between the two whose logarithm is even. */
export const between = (from: Chance, low: number, high: number): number =>
  low * (high / low) ** chance(from);

export function normal(from: Chance): number {
  const radius = Math.sqrt(-2 * Math.log(1 - chance(from)));
  return radius * Math.cos(2 * Math.PI * chance(from));
}

export function poisson(from: Chance, mean: number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(from)));
  let count = -1;
  for (let product = 1, floor = Math.exp(-mean); product > floor; count++) product *= chance(from);
  return Math.max(0, count);
}

/** A factor around one; counts drawn from `mean` times it vary by `dispersion` times their mean. */
export function wavering(from: Chance, mean: number, dispersion: number): number {
  const shape = mean / (dispersion - 1);
  return shape > 0 ? gamma(from, shape) / shape : 1;
}

/** Marsaglia and Tsang's way; shapes under one are drawn from the next one up. */
function gamma(from: Chance, shape: number): number {
  if (shape < 1) return gamma(from, shape + 1) * (1 - chance(from)) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = normal(from);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - chance(from)) < (x * x) / 2 + d * (1 - v + Math.log(v))) return d * v;
  }
}
