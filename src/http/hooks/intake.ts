import type { House } from "../../actions/action.ts";
import { takeIn } from "../../actions/inbox/take-in.ts";
import { messageOf } from "../../lib/errors.ts";
import type { Log } from "../../lib/log.ts";
import type { Spool } from "../../lib/spool.ts";
import type { InboxItem } from "../../store/inbox.ts";
import { inboxLine } from "../../store/inbox-lines.ts";

/** Callbacks that come within this time share one commit. */
const GATHER_MS = 3;
const BATCH_MAX = 500;
const WRITES_AT_ONCE_MAX = 2;
/** After the database failed, the disk is used at once for a while: providers do not wait. */
const AWAY_MS = 3_000;

type Waiting = { item: InboxItem; resolve: () => void; reject: (cause: unknown) => void };

/** Keeps each callback, in the database or on disk, before it is answered. */
export class Intake {
  readonly #parts: { house: House; spool: Spool; log: Log };
  #waiting: Waiting[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing = 0;
  #awayUntil = 0;

  constructor(parts: { house: House; spool: Spool; log: Log }) {
    this.#parts = parts;
  }

  /** Resolves when the item would survive a power cut. */
  keep(item: InboxItem): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#waiting.length >= BATCH_MAX) this.#write();
      else this.#timer ??= setTimeout(() => this.#write(), GATHER_MS);
    });
  }

  #write(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#waiting.length === 0 || this.#writing >= WRITES_AT_ONCE_MAX) return;
    const batch = this.#waiting.splice(0, BATCH_MAX);
    this.#writing += 1;
    void this.#store(batch.map(({ item }) => item))
      .then(
        () => batch.forEach(({ resolve }) => resolve()),
        (cause: unknown) => batch.forEach(({ reject }) => reject(cause)),
      )
      .finally(() => {
        this.#writing -= 1;
        if (this.#waiting.length > 0) this.#write();
      });
  }

  async #store(items: InboxItem[]): Promise<void> {
    const { house, spool, log } = this.#parts;
    if (performance.now() >= this.#awayUntil) {
      try {
        return await takeIn(house, items);
      } catch (cause) {
        this.#awayUntil = performance.now() + AWAY_MS;
        log.error({ cause: messageOf(cause), items: items.length }, "Callbacks go to disk.");
      }
    }
    await spool.write(house.newId(), items.map(inboxLine));
  }
}
