/** Somebody who waits for a place. `begin` answers whether they still want it. */
export type Waiting = { begin(): boolean };

const PLACES_MIN = 32;
/** A connection for each: more than this wait for each other. */
export const PLACES_MAX = 256;
/** Each thousandth of a second that an answer takes needs so many places to keep 4,000 a second going. */
const PLACES_PER_MS = 4;
/** How much the newest answer weighs in what is expected of the next. */
const NEWEST_SHARE = 1 / 16;
/** So many that have begun are kept in the queue at most. */
const LET_GO_MAX = 1_000;

/**
 * How many requests to one origin are under way at a time: all that may be, until its answers show that
 * fewer will do. Two hundred connections to a machine that answers in a millisecond carry nothing that
 * thirty would not, and cost both sides a quarter more.
 */
export class Window {
  #places = PLACES_MAX;
  #taken = 0;
  #answerMs: number | null = null;
  readonly #queue: Waiting[] = [];
  #next = 0;
  #isFilling = false;

  enter(waiting: Waiting): void {
    this.#queue.push(waiting);
    this.#fill();
  }

  /** A place is free again; whoever had it was answered after so long. */
  leave(answerMs: number): void {
    this.#taken -= 1;
    const known = this.#answerMs ?? answerMs;
    this.#answerMs = known + (answerMs - known) * NEWEST_SHARE;
    const wanted = Math.ceil(this.#answerMs * PLACES_PER_MS);
    this.#places = Math.min(PLACES_MAX, Math.max(PLACES_MIN, wanted));
    this.#fill();
  }

  /** Whoever fails at once leaves before the next has begun: the outermost call goes on with them all. */
  #fill(): void {
    if (this.#isFilling) return;
    this.#isFilling = true;
    while (this.#taken < this.#places) {
      const next = this.#shift();
      if (!next) break;
      this.#taken += 1;
      if (!next.begin()) this.#taken -= 1;
    }
    this.#isFilling = false;
  }

  /** The queue may never be empty while a campaign lasts: what has begun is let go of in batches. */
  #shift(): Waiting | undefined {
    const first = this.#queue[this.#next];
    if (!first) return undefined;
    this.#next += 1;
    if (this.#next === this.#queue.length || this.#next >= LET_GO_MAX) {
      this.#queue.splice(0, this.#next);
      this.#next = 0;
    }
    return first;
  }
}
