import type { LookupFunction } from "node:net";
import { isIP } from "node:net";
import { Pool } from "undici";
import { vetHost, type Lookup, type Reach, type Vetted } from "./address-guard.ts";

const CONNECTIONS_MAX = 256;
const CONNECT_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_MS = 30_000;
/** A name is looked up again after this long, so that a provider may move. */
const VETTED_FOR_MS = 30_000;

export type OpenOrigin = { ok: true; pool: Pool } | Extract<Vetted, { ok: false }>;
type Entry = { opened: Promise<OpenOrigin>; addresses: string; freshUntil: number };

/**
 * One pool of connections for each origin, pinned to the addresses that were vetted: the name is
 * not looked up again at connect, so that it cannot stand for another machine by then.
 */
export function createOrigins(reach: Reach, lookup?: Lookup) {
  const entries = new Map<string, Entry>();

  function open(url: URL): Promise<OpenOrigin> {
    const known = entries.get(url.origin);
    if (known && known.freshUntil > performance.now()) return known.opened;
    const entry: Entry = {
      opened: vetHost(url.hostname, reach, lookup).then((vetted) => renew(entry, known, vetted)),
      addresses: "",
      freshUntil: performance.now() + VETTED_FOR_MS,
    };
    entries.set(url.origin, entry);
    return entry.opened;

    async function renew(own: Entry, old: Entry | undefined, vetted: Vetted): Promise<OpenOrigin> {
      const before = await old?.opened;
      if (!vetted.ok) {
        own.freshUntil = 0;
        if (before?.ok) void before.pool.close();
        return vetted;
      }
      own.addresses = [...vetted.addresses].sort().join(" ");
      if (before?.ok && own.addresses === old?.addresses) return before;
      if (before?.ok) void before.pool.close();
      return { ok: true, pool: poolTo(url.origin, vetted.addresses) };
    }
  }

  async function close(): Promise<void> {
    const opened = await Promise.all([...entries.values()].map((entry) => entry.opened));
    entries.clear();
    await Promise.all(opened.map((origin) => (origin.ok ? origin.pool.destroy() : undefined)));
  }

  return { open, close };
}

function poolTo(origin: string, addresses: readonly string[]): Pool {
  return new Pool(origin, {
    connections: CONNECTIONS_MAX,
    // A second request behind an unanswered one would share its fate.
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Each exchange keeps its own, shorter time.
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    connect: { lookup: pinnedTo(addresses), timeout: CONNECT_TIMEOUT_MS },
  });
}

/** Answers every lookup with the addresses that were vetted. */
export function pinnedTo(addresses: readonly string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, answer) => {
    const first = answers[0];
    if (options.all || !first) answer(null, answers);
    else answer(null, first.address, first.family);
  };
}
