import { Pool } from "undici";
import { startChild, textOf } from "./child.ts";
import { ownUs, usedUs } from "./cost.ts";

const POSTS = 200_000;
/** As warm as the attempts that are compared with it: a cold one is a sixth lower. */
const WARM_UP = 100_000;
const CONNECTIONS = 64;
const BODY = JSON.stringify({ to: "33612345678", text: "x".repeat(360) });

/** Raw POSTs a second to the least of servers on this machine: undici's dispatch, no pipelining. */
export async function measureCeiling(): Promise<{ postsPerS: number; usPerPost: number }> {
  const sink = await startChild("bench/delivery/sink.ts");
  const pool = new Pool(textOf(sink.said, "url"), { connections: CONNECTIONS, pipelining: 1 });
  try {
    await posts(pool, WARM_UP);
    const before = ownUs() + (await usedUs([sink.pid]));
    const startedAt = performance.now();
    await posts(pool, POSTS);
    const seconds = (performance.now() - startedAt) / 1_000;
    const us = ownUs() + (await usedUs([sink.pid])) - before;
    return { postsPerS: POSTS / seconds, usPerPost: us / POSTS };
  } finally {
    await pool.close();
    await sink.stop();
  }
}

function posts(pool: Pool, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let started = 0;
    let ended = 0;
    const one = (): void => {
      if (started >= count) return;
      started += 1;
      pool.dispatch(
        {
          path: "/messages",
          method: "POST",
          body: BODY,
          headers: { "content-type": "application/json" },
        },
        {
          onRequestStart: () => {},
          onResponseStart: () => {},
          onResponseData: () => {},
          onResponseEnd() {
            ended += 1;
            if (ended === count) resolve();
            else one();
          },
          onResponseError: (_controller, cause) => reject(cause),
        },
      );
    };
    for (let n = 0; n < CONNECTIONS * 2; n++) one();
  });
}
