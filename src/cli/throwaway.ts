import { randomBytes } from "node:crypto";
import type { House } from "../actions/action.ts";
import type { Clock } from "../lib/clock.ts";
import { newUuid } from "../lib/ids.ts";
import { startThrowaway } from "../store/bundled.ts";
import { migrate, openDatabase } from "../store/database.ts";

/** Gives a house on a database that keeps nothing, living by the given clock. */
export type WithHouse = <T>(clock: Clock, work: (house: House) => Promise<T>) => Promise<T>;

const KEY_BYTES = 32;

export const withThrowawayHouse: WithHouse = async (clock, work) => {
  const server = await startThrowaway();
  try {
    const db = openDatabase(server.url);
    try {
      await migrate(db);
      const newId = () => newUuid(clock());
      return await work({ db, now: clock, newId, secretKey: randomBytes(KEY_BYTES) });
    } finally {
      await db.destroy();
    }
  } finally {
    await server.stop();
  }
};
