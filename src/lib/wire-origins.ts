import type { LookupFunction } from "node:net";
import { isIP } from "node:net";
import { buildConnector, Client, Pool } from "undici";
import { type Lookup, type Reach, type Vetted, vetHost } from "./address-guard.ts";
import { Window } from "./wire-window.ts";

const CONNECT_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_MS = 30_000;
/** A name is looked up again after this long, so that a provider may move. */
const VETTED_FOR_MS = 30_000;
/** A name that was refused or not found is asked again soon, but not for each message. */
const REFUSED_FOR_MS = 1_000;

/** `lasting` is for what is held: it takes no place of those who are answered. */
export type Connected = { ok: true; line: Line; lasting: Pool; addresses: string };
type OpenOrigin = Connected | Extract<Vetted, { ok: false }>;
/** Connections to one origin, each of which carries one exchange at a time. */
export type Line = Window<Client>;
/** `line` as soon as it is open. */
type Entry = { opened: Promise<OpenOrigin>; freshUntil: number; line: Line | null };
type Terms = { reach: Reach; lookup?: Lookup | undefined; now: () => number };

/**
 * The connections to each origin, pinned to the addresses that were vetted: the name is
 * not looked up again at connect, so that it cannot stand for another machine by then.
 */
export class Origins {
  readonly #terms: Terms;
  readonly #entries = new Map<string, Entry>();
  /** Lines to where a name led before. Whoever waits there still goes, and then they close by themselves. */
  readonly #former = new Set<Line>();
  #isClosed = false;

  constructor(terms: Terms) {
    this.#terms = terms;
  }

  /** The connections, where they are open and need no new look; null where `open` has to be asked. */
  lineTo(name: string): Line | null {
    const known = this.#entries.get(name);
    return known && known.freshUntil > this.#terms.now() ? known.line : null;
  }

  open(url: URL, name = url.origin): Promise<OpenOrigin> {
    const known = this.#entries.get(name);
    const now = this.#terms.now();
    if (known && known.freshUntil > now) return known.opened;
    const opened = this.#renew(url, known);
    const entry: Entry = { opened, freshUntil: now + VETTED_FOR_MS, line: null };
    this.#entries.set(name, entry);
    void opened.then((origin) => {
      if (origin.ok) entry.line = origin.line;
      else entry.freshUntil = now + REFUSED_FOR_MS;
    });
    return opened;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const opened = await Promise.all([...this.#entries.values()].map((entry) => entry.opened));
    this.#entries.clear();
    const known = opened.filter((origin) => origin.ok);
    const lines = [...known.map(({ line }) => line), ...this.#former];
    this.#former.clear();
    const connections = [
      ...known.map(({ lasting }) => lasting),
      ...lines.flatMap(({ opened: clients }) => clients),
    ];
    await Promise.all(connections.map((connection) => connection.destroy()));
  }

  async #renew(url: URL, known: Entry | undefined): Promise<OpenOrigin> {
    const { reach, lookup } = this.#terms;
    const vetted = await vetHost(url.hostname, reach, lookup);
    const before = await known?.opened;
    const addresses = vetted.ok ? [...vetted.addresses].sort().join(" ") : "";
    if (before?.ok && before.addresses === addresses) return before;
    if (before?.ok) this.#leave(before);
    if (!vetted.ok) return vetted;
    const terms = termsTo(vetted.addresses);
    const line = new Window(() => this.#connect(url.origin, terms));
    return { ok: true, line, lasting: new Pool(url.origin, terms), addresses };
  }

  /** Whoever still waits when we close is turned away by a connection that never opens. */
  #connect(origin: string, terms: Client.Options): Client {
    const client = new Client(origin, terms);
    if (this.#isClosed) void client.destroy();
    return client;
  }

  /** What is under way there ends there. */
  #leave({ line, lasting }: Connected): void {
    void lasting.close();
    for (const former of this.#former) if (former.isIdle) this.#former.delete(former);
    this.#former.add(line);
  }
}

function termsTo(addresses: readonly string[]): Client.Options {
  const lookup = pinnedTo(addresses);
  return {
    // A second request behind an unanswered one would share its fate.
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Each exchange keeps its own, shorter time.
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    // One for all of them, so that they share what TLS remembers.
    connect: buildConnector({ allowH2: false, lookup, timeout: CONNECT_TIMEOUT_MS }),
  };
}

/** Answers every lookup with the addresses that were vetted. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, answer) => {
    const first = answers[0];
    if (options.all || !first) answer(null, answers);
    else answer(null, first.address, first.family);
  };
}
