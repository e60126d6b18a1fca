/** Does work after a while. The only clock hand a simulator has. */
export type Schedule = {
  /** Milliseconds that have passed, on a scale of its own. */
  now(): number;
  after(ms: number, work: () => void): void;
  /** Drops what has not come due. */
  stop(): void;
};

/** Real timers, faster by `speed`. */
export function realSchedule(speed = 1): Schedule {
  const timers = new Set<NodeJS.Timeout>();
  return {
    now: () => performance.now() * speed,
    after(ms, work) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        work();
      }, ms / speed);
      timers.add(timer);
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

export type HandSchedule = Schedule & { pass(ms: number): void; waiting(): number };

/** Turned by hand: work is done in the order it comes due, and only when time is told to pass. */
export function handSchedule(): HandSchedule {
  let at = 0;
  let order = 0;
  let entries: { due: number; order: number; work: () => void }[] = [];
  return {
    now: () => at,
    after(ms, work) {
      entries.push({ due: at + Math.max(ms, 0), order: order++, work });
    },
    pass(ms) {
      const until = at + ms;
      for (;;) {
        entries.sort((a, b) => a.due - b.due || a.order - b.order);
        const next = entries[0];
        if (!next || next.due > until) break;
        entries.shift();
        at = next.due;
        next.work();
      }
      at = until;
    },
    waiting: () => entries.length,
    stop() {
      entries = [];
    },
  };
}
