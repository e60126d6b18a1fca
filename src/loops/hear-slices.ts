import { codeOf, messageOf } from "../lib/errors.ts";

export type Slicing = {
  /** How many are taken at a time, as long as all is well. */
  max: number;
  /** Takes at most so many and commits what comes of them; says which they are before it does. */
  take(limit: number, takes: (ids: readonly number[]) => void): Promise<void>;
  /** Puts one away that cannot be taken in, and why. */
  setAside(id: number, why: string): Promise<void>;
};

/**
 * Takes a slice of what waits. Where one of them cannot be taken in, half as many are tried, until that
 * one stands alone and is set aside: it holds up nobody behind it. Answers how many were taken.
 */
export async function takeSlice({ max, take, setAside }: Slicing): Promise<number> {
  for (let limit = max; ; limit = Math.ceil(limit / 2)) {
    let ids: readonly number[] = [];
    try {
      await take(limit, (taken) => {
        ids = taken;
      });
      return ids.length;
    } catch (cause) {
      const [first] = ids;
      if (first === undefined || !isTheirFault(cause)) throw cause;
      limit = ids.length;
      if (limit > 1) continue;
      await setAside(first, messageOf(cause));
      return 1;
    }
  }
}

/** A value that cannot be, or a rule of the tables: trying again changes nothing. All else may pass. */
const isTheirFault = (cause: unknown): boolean =>
  /^2[23]/.test(codeOf(cause) ?? "") || cause instanceof TypeError || cause instanceof RangeError;
