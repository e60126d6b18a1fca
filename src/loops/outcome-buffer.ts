import { type Batch, type Result, writeOutcomes } from "./deliver-outcomes.ts";
import type { Worker } from "./deliver-worker.ts";

/** A slow answer must not keep the others from being written. */
const FLUSH_AFTER_MS = 100;

/** Gathers outcomes and writes them in batches, while others are still in the air. */
export class OutcomeBuffer {
  #results: Result[] = [];
  #settled = 0;
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> = Promise.resolve();
  #failure: unknown = null;
  readonly #worker: Worker;
  readonly #batch: Batch;

  constructor(worker: Worker, batch: Batch) {
    this.#worker = worker;
    this.#batch = batch;
  }

  /** Takes one in; it is written with the others, or in a moment. */
  add(result: Result): void {
    this.#results.push(result);
    if (this.#results.length >= this.#worker.limits.flushMax) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), FLUSH_AFTER_MS);
  }

  /** Writes what is left, and answers how many deliveries were settled. */
  async finish(): Promise<number> {
    this.#flush();
    await this.#writing;
    if (this.#failure !== null) throw this.#failure;
    return this.#settled;
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const batch = this.#results;
    if (batch.length === 0) return;
    this.#results = [];
    this.#writing = Promise.all([this.#writing, this.#write(batch)]).then(() => undefined);
  }

  async #write(batch: readonly Result[]): Promise<void> {
    try {
      this.#settled += await writeOutcomes(this.#worker, this.#batch, batch);
    } catch (cause) {
      // What was sent stays *sending*: unknown, which is the truth as far as the database goes.
      this.#failure ??= cause;
    }
  }
}
