/** Somebody who waits for a place. `begin` answers whether they still want it. */
export type Waiting<Place> = { begin(place: Place): boolean };

/** Enough to keep the other side busy while we turn to something else for three milliseconds. */
const PLACES_MIN = 128;
/** A connection for each: more than this wait for each other. */
export const PLACES_MAX = 256;
/** Each thousandth of a second that an answer takes needs so many places to keep 4,000 a second going. */
const PLACES_PER_MS = 4;
/** How much the newest answer weighs in what is expected of the next. */
const NEWEST_SHARE = 1 / 16;
/** So many that have begun are kept in the queue at most. */
const LET_GO_MAX = 1_000;

/**
 * The places at one origin, a connection each, and who has them: all that there may be, until its
 * answers show that fewer will do. A place that is left goes to whoever waits at once, so that its
 * connection is written to again without a look at whether it is still there: the answer just came.
 */
export class Window<Place> {
  readonly #open: () => Place;
  readonly #opened: Place[] = [];
  /** The one that was left last is taken first. */
  readonly #free: Place[] = [];
  #places = PLACES_MAX;
  #answerMs: number | null = null;
  readonly #queue: Waiting<Place>[] = [];
  #next = 0;
  #isFilling = false;

  constructor(open: () => Place) {
    this.#open = open;
  }

  get opened(): readonly Place[] {
    return this.#opened;
  }

  /** Nobody has a place, and nobody waits for one. */
  get isIdle(): boolean {
    return this.#taken === 0 && this.#queue.length === 0;
  }

  get #taken(): number {
    return this.#opened.length - this.#free.length;
  }

  enter(waiting: Waiting<Place>): void {
    this.#queue.push(waiting);
    this.#fill();
  }

  /** A place is free again; whoever had it was answered after so long. */
  leave(place: Place, answerMs: number): void {
    this.#free.push(place);
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
      const place = this.#free.pop() ?? this.#openAnother();
      if (!next.begin(place)) this.#free.push(place);
    }
    this.#isFilling = false;
  }

  #openAnother(): Place {
    const place = this.#open();
    this.#opened.push(place);
    return place;
  }

  /** The queue may never be empty while a campaign lasts: what has begun is let go of in batches. */
  #shift(): Waiting<Place> | undefined {
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
