const DAY_MS = 86_400_000;
/** Bursts are lent: so many at once, within so many units of time for one message. */
const PAIR_BURST_MAX = 45;

/** Who wrote to us, and when last: for so long free text may be written to them. */
export class Windows {
  readonly #wroteAt = new Map<string, number>();

  note(address: string, at: number): void {
    this.#wroteAt.set(address, at);
  }

  /** Open for everybody where nobody counts. */
  isOpen(address: string, given: { at: number; windowMs: number | null }): boolean {
    const { at, windowMs } = given;
    if (windowMs === null) return true;
    const wroteAt = this.#wroteAt.get(address);
    return wroteAt !== undefined && at - wroteAt < windowMs;
  }
}

/**
 * One message to one person costs a unit of time. A burst begins with an empty account and may lend
 * for one unit; what it lent has to pass before the next.
 */
export class PairRate {
  readonly #bursts = new Map<string, { from: number; until: number; taken: number }>();

  takes(address: string, at: number, unitMs: number | null): boolean {
    if (unitMs === null) return true;
    const known = this.#bursts.get(address);
    const burst = known && known.until > at ? known : { from: at, until: at, taken: 0 };
    if (burst.taken > 0 && (at - burst.from >= unitMs || burst.taken >= PAIR_BURST_MAX)) {
      return false;
    }
    this.#bursts.set(address, {
      from: burst.from,
      until: burst.until + unitMs,
      taken: burst.taken + 1,
    });
    return true;
  }
}

/** How many different people were written to within the last 24 hours. */
export class DailyReach {
  readonly #reachedAt = new Map<string, number>();

  takes(address: string, at: number, peopleMax: number | null): boolean {
    if (peopleMax === null) return true;
    const since = at - DAY_MS;
    if ((this.#reachedAt.get(address) ?? since) > since) return true;
    for (const [known, reachedAt] of this.#reachedAt) {
      if (reachedAt <= since) this.#reachedAt.delete(known);
    }
    if (this.#reachedAt.size >= peopleMax) return false;
    this.#reachedAt.set(address, at);
    return true;
  }
}
