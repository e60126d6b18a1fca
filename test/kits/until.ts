const PATIENCE_MS = 10_000;

/** Waits for the other side of a socket: until `done` says so, or long enough to call it broken. */
export async function until(done: () => boolean): Promise<void> {
  const startedAt = performance.now();
  while (!done()) {
    if (performance.now() - startedAt > PATIENCE_MS) throw new Error("It never came to that.");
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
