import { sql } from "kysely";
import type { Tx } from "./database.ts";

/**
 * Takes lines that nobody is on, one node after the other. Answers those that were free; the others
 * with the time until which somebody has them.
 */
export async function takeLines(
  tx: Tx,
  ask: { lines: readonly string[]; now: number; until: number },
): Promise<{ free: Set<string>; busy: Map<string, number> }> {
  // In one order for everybody: two nodes never wait for each other in a circle.
  const wanted = [...new Set(ask.lines)].sort();
  const taken = await sql<{ line: string }>`
    insert into busy_line as b (line, until)
    select line, ${new Date(ask.until)}::timestamptz
    from unnest(${wanted}::text[]) with ordinality w (line, place) order by place
    on conflict (line) do update set until = excluded.until where b.until <= ${new Date(ask.now)}
    returning line
  `.execute(tx);
  const free = new Set(taken.rows.map((row) => row.line));
  const others = wanted.filter((line) => !free.has(line));
  if (others.length === 0) return { free, busy: new Map() };
  const rows = await tx.selectFrom("busy_line").selectAll().where("line", "in", others).execute();
  return { free, busy: new Map(rows.map((row) => [row.line, row.until.getTime()])) };
}

/** Nobody was called after all. */
export async function freeLines(tx: Tx, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  await sql`
    delete from busy_line where line in (
      select line from busy_line where line = any(${[...lines]}::text[]) order by line for update
    )
  `.execute(tx);
}

/** The calls that are over leave nothing behind. */
export async function forgetLines(tx: Tx, now: number): Promise<void> {
  await sql`
    delete from busy_line where line in (
      select line from busy_line where until <= ${new Date(now)} order by line for update skip locked
    )
  `.execute(tx);
}
