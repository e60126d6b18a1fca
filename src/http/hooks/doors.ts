import type { House } from "../../actions/action.ts";
import { openSettings } from "../../actions/channel/settings.ts";
import { findChannel } from "../../store/channels.ts";
import { transportOf } from "../../transports/index.ts";
import type { Transport } from "../../transports/transport.ts";

/** One channel as its callbacks meet it. */
export type Door = { transport: Transport; settings: object; drill: boolean };

const KNOWN_FOR_MS = 2_000;

/**
 * Opens the door of a channel: its transport and its secrets, to check signatures with. Remembered
 * for a moment, and for longer while the database is away: callbacks are still checked then.
 */
export function createDoors(house: House) {
  const known = new Map<number, { door: Door | null; until: number }>();

  async function read(id: number): Promise<Door | null> {
    const row = await findChannel(house.db, id);
    const transport = row && transportOf(row.transport);
    if (!row || !transport) return null;
    const settings = transport.settings.safeParse(openSettings(row, house.secretKey));
    return settings.success ? { transport, settings: settings.data, drill: row.drill } : null;
  }

  return async (id: number): Promise<Door | null> => {
    const found = known.get(id);
    if (found && found.until > performance.now()) return found.door;
    try {
      const door = await read(id);
      known.set(id, { door, until: performance.now() + KNOWN_FOR_MS });
      return door;
    } catch (cause) {
      if (!found) throw cause;
      found.until = performance.now() + KNOWN_FOR_MS;
      return found.door;
    }
  };
}
