import { sql } from "kysely";
import { type ChannelPause, channelPauseOf } from "../domain/channel-pause.ts";
import { fallsCountedMs } from "../domain/channel-rest.ts";
import { fallsSince } from "./channels.ts";
import type { Db } from "./database.ts";

/** `tested`: whether test messages go over it, of which one brings it back after a fall. */
export type PausedChannel = ChannelPause & { channelId: number; name: string; tested: boolean };

/** The sensor whose test messages bring a channel back (sensors/canary-message.ts). */
const CANARY = "canary-message";

/** Which channels in use send nothing for a while, or less than they could, and until when. */
export async function listPauses(db: Db, now: number): Promise<PausedChannel[]> {
  const moment = sql`${new Date(now)}::timestamptz`;
  const found = await sql<{
    id: number;
    name: string;
    fellAt: Date | null;
    since: Date | null;
    until: Date | null;
    full: number;
    pace: number;
    pacedAt: Date | null;
    tested: boolean;
  }>`
    select c.id, c.name, c.per_second as full, paced_rate(c.per_second, r, ${moment}) as pace,
      case when c.state = 'down' and c.state_source = 'receipts' then c.state_at end as "fellAt",
      r.refused_since as since, r.hushed_until as until, r.paced_at as "pacedAt",
      exists (select from source s where s.sensor = ${CANARY} and s.enabled
        and s.settings ->> 'channel' = c.id::text) as tested
    from channel c join channel_rate r on r.channel_id = c.id
    where c.enabled and (r.refused_since is not null or r.paced_at is not null
      or c.state = 'down' and c.state_source = 'receipts')
    order by c.position, c.id
  `.execute(db);
  const pauses: PausedChannel[] = [];
  for (const { id, name, fellAt, since, until, pacedAt, tested, ...speed } of found.rows) {
    const fell = fellAt && {
      at: fellAt.getTime(),
      falls: await fallsSince(db, id, now - fallsCountedMs),
    };
    const quiet = since && until && { since: since.getTime(), until: until.getTime() };
    const pause = channelPauseOf(
      { ...speed, fell, quiet, pacedAt: pacedAt?.getTime() ?? null },
      now,
    );
    if (pause) pauses.push({ channelId: id, name, tested, ...pause });
  }
  return pauses;
}
