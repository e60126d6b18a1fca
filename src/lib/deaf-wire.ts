import type { Answer, Reach, Wire } from "./wire.ts";

const WHY = "nothing is sent in a dry run";

const unsent: Extract<Answer, { ok: false }> = {
  ok: false,
  status: null,
  json: null,
  text: "",
  failed: { kind: "unreachable", why: WHY },
};

/** A wire that leads nowhere: whoever sends on it does everything but touch the network. */
export function createDeafWire(reach: Reach): Wire {
  const closing = new AbortController();
  return {
    reach,
    request: async () => unsent,
    hold: async () => unsent,
    tcp: async () => ({ ok: false, blame: "connection", why: WHY }),
    dns: async () => ({ ok: false, blame: "lookup", why: WHY }),
    closing: closing.signal,
    async close() {
      closing.abort();
    },
  };
}
