/** One message that a simulated provider took, and how often it took it. */
export type Received = { address: string; reference: string; at: number; times: number };

export type LedgerSummary = {
  /** Different messages. */
  accepted: number;
  /** How often a message was taken once more. */
  duplicates: number;
  refused: number;
  firstAt: number | null;
  lastAt: number | null;
};

/** Texts are kept for the first so many messages only; a benchmark sends more than memory holds. */
const TEXTS_MAX = 20_000;

/** What a simulated provider remembers of what it was given. */
export class Ledger {
  readonly #byReference = new Map<string, Received>();
  readonly #texts = new Map<string, string[]>();
  #duplicates = 0;
  #refused = 0;
  #kept = 0;
  #lastAt: number | null = null;

  take(message: { address: string; reference: string; text: string; at: number }): void {
    const { address, reference, text, at } = message;
    this.#lastAt = at;
    const known = this.#byReference.get(reference);
    if (known) {
      known.times += 1;
      this.#duplicates += 1;
    } else {
      this.#byReference.set(reference, { address, reference, at, times: 1 });
      this.#keep(address, text);
    }
  }

  refuse(): void {
    this.#refused += 1;
  }

  summary(): LedgerSummary {
    return {
      accepted: this.#byReference.size,
      duplicates: this.#duplicates,
      refused: this.#refused,
      firstAt: this.#byReference.values().next().value?.at ?? null,
      lastAt: this.#lastAt,
    };
  }

  all(): Received[] {
    return [...this.#byReference.values()];
  }

  /** What this person got to read, in order. */
  textsOf(address: string): readonly string[] {
    return this.#texts.get(address) ?? [];
  }

  #keep(address: string, text: string): void {
    if (this.#kept >= TEXTS_MAX) return;
    this.#kept += 1;
    const texts = this.#texts.get(address);
    if (texts) texts.push(text);
    else this.#texts.set(address, [text]);
  }
}
