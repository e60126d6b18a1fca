import { timeLeft } from "./in-time.ts";
import type { Answer, Ask, Wire } from "./wire.ts";

/** As much of a wire as somebody needs who only asks. */
export type Asking = Pick<Wire, "request" | "reach">;

/**
 * A wire for one attempt that may take several requests: they share the time of the attempt, whoever
 * waits for it having been told of no more. What there is no time left for is not asked.
 */
export function inOneTime(wire: Asking, totalMs: number): Asking {
  const left = timeLeft(totalMs);
  return {
    reach: wire.reach,
    async request(ask: Ask): Promise<Answer> {
      const leftMs = left();
      if (leftMs <= 0) return late;
      return await wire.request({ ...ask, timeoutMs: Math.min(ask.timeoutMs ?? leftMs, leftMs) });
    },
  };
}

const late: Answer = {
  ok: false,
  status: null,
  json: null,
  text: "",
  failed: { kind: "unreachable", why: "no time left to ask" },
};
