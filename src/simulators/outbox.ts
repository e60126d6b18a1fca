import { chance } from "../lib/chance.ts";
import { type Ask, createWire } from "../lib/wire.ts";
import type { Conduct } from "./conduct.ts";
import type { Schedule } from "./schedule.ts";

const SLOT_MS = 25;
const POSTS_AT_ONCE_MAX = 8;
/** Providers try again for hours or days; here, with a doubled pause each time. */
const TRIES_MAX = 12;
const FIRST_PAUSE_MS = 250;
const POST_TIMEOUT_MS = 20_000;

type Post = { ask: Ask; tries: number };
type Terms<Item> = {
  schedule: Schedule;
  conduct: () => Conduct;
  seed: number;
  /** The callbacks for these items; none where nobody wants to hear them. */
  write(items: Item[]): Ask[];
};

/**
 * What a simulated provider has to tell us later. Items that come due in the same moment travel
 * together, are shuffled, doubled or lost as the conduct says, and are told again until we take
 * them.
 */
export class Outbox<Item> {
  readonly #terms: Terms<Item>;
  readonly #wire = createWire({ reach: "loopback" });
  readonly #draw: () => number;
  readonly #slots = new Map<number, Item[]>();
  #posts: Post[] = [];
  #pausing = 0;
  #posting = 0;
  #stopped = false;

  constructor(terms: Terms<Item>) {
    this.#terms = terms;
    this.#draw = chance(terms.seed);
  }

  push(item: Item, afterMs: number): void {
    const { schedule } = this.#terms;
    const { dropped, duplicated, receiptsLateMs } = this.#terms.conduct();
    if (dropped > 0 && this.#draw() < dropped) return;
    const slot = Math.ceil((schedule.now() + afterMs + receiptsLateMs) / SLOT_MS);
    const copies = duplicated > 0 && this.#draw() < duplicated ? [item, item] : [item];
    const items = this.#slots.get(slot);
    if (items) items.push(...copies);
    else {
      this.#slots.set(slot, copies);
      schedule.after(Math.max(slot * SLOT_MS - schedule.now(), 0), () => this.#ripen(slot));
    }
  }

  /** What belongs to no message: it is told once, at once, and again until we take it. */
  call(ask: Ask): void {
    this.#posts.push({ ask: { ...ask, timeoutMs: POST_TIMEOUT_MS }, tries: 0 });
    this.#postNext();
  }

  /** How much is still to be told. */
  waiting(): number {
    const ripening = [...this.#slots.values()].reduce((sum, items) => sum + items.length, 0);
    return this.#posting + this.#pausing + this.#posts.length + ripening;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#wire.close();
  }

  #ripen(slot: number): void {
    const items = this.#slots.get(slot) ?? [];
    this.#slots.delete(slot);
    if (this.#stopped) return;
    const told = this.#terms.conduct().reordered ? shuffled(items, this.#draw) : items;
    for (const ask of this.#terms.write(told)) {
      this.#posts.push({ ask: { ...ask, timeoutMs: POST_TIMEOUT_MS }, tries: 0 });
    }
    this.#postNext();
  }

  #postNext(): void {
    while (this.#posting < POSTS_AT_ONCE_MAX) {
      const post = this.#posts.shift();
      if (!post) return;
      this.#posting += 1;
      void this.#tell(post);
    }
  }

  async #tell(post: Post): Promise<void> {
    const answer = await this.#wire.request(post.ask);
    this.#posting -= 1;
    if (this.#stopped) return;
    post.tries += 1;
    if (!answer.ok && post.tries < TRIES_MAX) this.#tellLater(post);
    this.#postNext();
  }

  #tellLater(post: Post): void {
    this.#pausing += 1;
    this.#terms.schedule.after(FIRST_PAUSE_MS * 2 ** (post.tries - 1), () => {
      this.#pausing -= 1;
      this.#posts.push(post);
      this.#postNext();
    });
  }
}

function shuffled<Item>(items: Item[], draw: () => number): Item[] {
  const drawn = items.map((item) => ({ item, at: draw() })).sort((a, b) => a.at - b.at);
  return drawn.map(({ item }) => item);
}
