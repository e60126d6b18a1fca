/** How many milliseconds are left of so many, counted from now. */
export function timeLeft(totalMs: number): () => number {
  const endsAt = performance.now() + totalMs;
  return () => endsAt - performance.now();
}

/** What comes of it, or `late` where that takes longer. What it does after that, nobody looks at. */
export function inTime<T>(asked: Promise<T>, timeoutMs: number, late: T): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(late), timeoutMs);
    void asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
