import type { House } from "../actions/action.ts";
import { openSettings } from "../actions/channel/settings.ts";
import type { Asks } from "../domain/asks.ts";
import type { Cascade } from "../domain/cascade.ts";
import type { Texts } from "../domain/language.ts";
import { blanksOfTexts, type Composed } from "../domain/message.ts";
import type { Quiet } from "../domain/ways-ahead.ts";
import type { Log } from "../lib/log.ts";
import type { Wire } from "../lib/wire.ts";
import { findBroadcast } from "../store/broadcasts.ts";
import { listVersionedChannels, type VersionedChannel } from "../store/channels.ts";
import { transportOf } from "../transports/index.ts";
import type { Transport } from "../transports/transport.ts";

/** A channel as the loops use it: its row, its code, and its settings with their secrets. */
export type LiveChannel = {
  row: VersionedChannel;
  transport: Transport;
  settings: object;
  wire: Wire;
};

/** What stays the same of a broadcast once it is approved. */
export type LiveBroadcast = {
  id: number;
  cascade: Cascade;
  texts: Texts;
  asks: Asks;
  drill: boolean;
  expiresAt: number;
  hasBlanks: boolean;
  /** Texts that are the same for everybody on a channel, made once. */
  composed: Map<string, Composed>;
};

export type WireFor = (channel: { id: number; drill: boolean }) => Wire;
export type BookContext = { house: House; wireFor: WireFor; log: Log };

const BROADCASTS_MAX = 200;

/** What the loops know of channels and broadcasts: read from the database, never the truth itself. */
export class Book {
  readonly #context: BookContext;
  #channels = new Map<number, LiveChannel>();
  #quiet = new Map<number, Quiet>();
  readonly #broadcasts = new Map<number, LiveBroadcast>();

  constructor(context: BookContext) {
    this.#context = context;
  }

  /**
   * Reads the channels again. Answers when the health of one changed last, or its provider asked for
   * a long silence: then everybody may have to be looked at.
   */
  async refresh(): Promise<number> {
    const rows = await listVersionedChannels(this.#context.house.db);
    const channels = new Map<number, LiveChannel>();
    for (const row of rows) {
      const known = this.#channels.get(row.id);
      const live = known?.row.version === row.version ? known : this.#open(row);
      if (live) channels.set(row.id, live);
    }
    this.#channels = channels;
    this.#quiet = new Map(
      rows.flatMap(({ id, refused_since: since, hushed_until: until }) =>
        since && until ? [[id, { since: since.getTime(), until: until.getTime() }]] : [],
      ),
    );
    const changes = rows.flatMap(({ state_at, long_hush_at }) => [state_at, long_hush_at ?? 0]);
    return Math.max(0, ...changes.map(Number));
  }

  /** The pause that a channel's provider asks for, as it was last read. */
  quiet(channelId: number): Quiet | null {
    return this.#quiet.get(channelId) ?? null;
  }

  channel(id: number): LiveChannel | null {
    return this.#channels.get(id) ?? null;
  }

  channels(): LiveChannel[] {
    return [...this.#channels.values()];
  }

  async broadcast(id: number): Promise<LiveBroadcast | null> {
    const known = this.#broadcasts.get(id);
    if (known) return known;
    const row = await findBroadcast(this.#context.house.db, id);
    if (!row?.started_at) return null;
    const live: LiveBroadcast = {
      id,
      cascade: row.cascade,
      texts: row.texts,
      asks: row.asks,
      drill: row.drill,
      expiresAt: row.started_at.getTime() + row.cascade.expiresAfterMs,
      hasBlanks: blanksOfTexts(row.texts).length > 0,
      composed: new Map(),
    };
    if (this.#broadcasts.size >= BROADCASTS_MAX) this.#broadcasts.clear();
    this.#broadcasts.set(id, live);
    return live;
  }

  #open(row: VersionedChannel): LiveChannel | null {
    const { house, wireFor, log } = this.#context;
    const transport = transportOf(row.transport);
    const read = transport?.settings.safeParse(openSettings(row, house.secretKey));
    if (!transport || !read?.success) {
      log.error({ channel: row.id, transport: row.transport }, "A channel cannot be read.");
      return null;
    }
    return { row, transport, settings: read.data, wire: wireFor(row) };
  }
}
