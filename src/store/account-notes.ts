import { sql } from "kysely";
import type { AccountNote, AccountState } from "../domain/account-health.ts";
import type { Db, Tx } from "./database.ts";

/** Notes the newest word on a topic; an older one that comes late changes nothing. Answers whether it counted. */
export async function saveNote(tx: Tx, channelId: number, note: AccountNote): Promise<boolean> {
  const { topic, state, says, at } = note;
  const saved = await sql`
    insert into account_note (channel_id, topic, state, says, at)
    values (${channelId}, ${topic}, ${state}, ${JSON.stringify(says)}::jsonb, ${new Date(at)})
    on conflict (channel_id, topic) do update
      set state = excluded.state, says = excluded.says, at = excluded.at
      where account_note.at <= excluded.at
    returning topic
  `.execute(tx);
  return saved.rows.length > 0;
}

/** Forgets what was said on these topics up to a moment: a look at the whole account answers it. */
export async function settleNotes(
  tx: Tx,
  channelId: number,
  settled: { topics: readonly string[]; upTo: number },
): Promise<void> {
  await tx
    .deleteFrom("account_note")
    .where("channel_id", "=", channelId)
    .where("topic", "in", [...settled.topics])
    .where("at", "<=", new Date(settled.upTo))
    .execute();
}

export async function notesOf(db: Db, channelId: number): Promise<AccountNote[]> {
  const rows = await db
    .selectFrom("account_note")
    .selectAll()
    .where("channel_id", "=", channelId)
    .orderBy("topic")
    .execute();
  return rows.map(({ topic, state, says, at }) => ({ topic, state, says, at: at.getTime() }));
}

/** Everything that is known of our accounts but that they are well, the newest first. */
export async function listNotes(db: Db): Promise<(AccountNote & { channelId: number })[]> {
  const rows = await db
    .selectFrom("account_note")
    .selectAll()
    .where("state", "<>", "fine")
    .orderBy("at", "desc")
    .orderBy("topic")
    .execute();
  return rows.map(({ channel_id, at, ...note }) => ({
    ...note,
    channelId: channel_id,
    at: at.getTime(),
  }));
}

/** A channel of ours whose account is in trouble, since when, and how badly. */
export type AccountTrouble = {
  channel: string;
  state: Exclude<AccountState, "fine">;
  since: number;
};

/**
 * The channels of a platform whose own account is limited or blocked: by what the provider said of
 * it, or because it refused us. Channels of drills speak only where there are no others.
 */
export async function accountTroubles(db: Db, platformId: string): Promise<AccountTrouble[]> {
  const found = await sql<{ name: string; blocked: boolean; since: Date }>`
    select c.name, c.blocked, least(c.refused_at, min(n.at)) as since from (
      select id, name, state = 'down' and state_source = 'account' as refused,
        (state = 'down' and state_source = 'account') or exists (
          select 1 from account_note b where b.channel_id = channel.id and b.state = 'blocked'
        ) as blocked,
        case when state = 'down' and state_source = 'account' then state_at end as refused_at
      from channel
      where platform_id = ${platformId} and enabled and drill = (
        not exists (select 1 from channel l where l.platform_id = ${platformId} and not l.drill)
      )
    ) c left join account_note n on n.channel_id = c.id and n.state <> 'fine'
    group by c.id, c.name, c.refused, c.blocked, c.refused_at
    having c.refused or count(n.topic) > 0
    order by c.blocked desc, since, c.id
  `.execute(db);
  return found.rows.map(({ name, blocked, since }) => ({
    channel: name,
    state: blocked ? "blocked" : "limited",
    since: since.getTime(),
  }));
}
