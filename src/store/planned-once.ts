import {
  type PostgresCursor,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
  sql,
} from "kysely";
import type pg from "pg";

const MARK = "/* planned once */";
/** So many texts are kept: a list whose columns come and go makes a handful of each statement. */
const KEPT_MAX = 300;

/**
 * Stands first in a statement that a connection reads and plans once (a prepared statement) instead
 * of each time: for what is done again for every few hundred people. Only where the plan stays right
 * however the tables grow, by a key that is given: PostgreSQL plans anew when it has looked at a
 * table again, and a launch makes it look (`analyzePart`), but a queue grows unseen.
 */
export const plannedOnce = sql.raw(MARK);

const names = new Map<string, string>();

/** The name by which a marked statement is kept, the same on every connection. */
function nameOf(text: string): string | null {
  if (!text.startsWith(MARK)) return null;
  const known = names.get(text);
  if (known !== undefined || names.size >= KEPT_MAX) return known ?? null;
  const name = `planned-${names.size}`;
  names.set(text, name);
  return name;
}

/** The pool as the query builder sees it, which knows nothing of names. */
export function planningOnce(pool: pg.Pool): PostgresPool {
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: pool.options,
    end: async () => await pool.end(),
    async connect() {
      const client = await pool.connect();
      const known = clients.get(client) ?? clientOf(client);
      clients.set(client, known);
      return known;
    },
  };
}

function clientOf(client: pg.PoolClient): PostgresPoolClient {
  function query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  function query(text: string | PostgresCursor<unknown>, given: readonly unknown[] = []): unknown {
    if (typeof text !== "string") throw new TypeError("Nothing is read through a cursor here.");
    const values = [...given];
    const name = nameOf(text);
    return name === null ? client.query(text, values) : client.query({ name, text, values });
  }
  return { query, release: (destroy) => client.release(destroy) };
}
