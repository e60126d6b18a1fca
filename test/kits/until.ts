/** A little less than a test has: whoever waits for ever is told here, where it is. */
const PATIENCE_MS = 150_000;

/** Waits for the other side of a socket: until `done` says so. */
export async function until(done: () => boolean): Promise<void> {
  const startedAt = performance.now();
  while (!done()) {
    if (performance.now() - startedAt > PATIENCE_MS) throw new Error("It never came to that.");
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
