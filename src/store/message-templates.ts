import { sql } from "kysely";
import type { Template, TemplateNews } from "../domain/templates.ts";
import type { Db, Tx } from "./database.ts";

/** Notes one word of a provider on a template; an older one that comes late changes nothing. */
export async function noteTemplate(
  tx: Tx,
  channelId: number,
  { news, at }: { news: TemplateNews; at: number },
): Promise<void> {
  const { name, language, state = null, category = null, quality = null, why = null } = news;
  const { lifetimeSeconds = null } = news;
  await sql`
    insert into message_template (
      channel_id, name, language, state, category, quality, why, lifetime_s, at
    ) values (${channelId}, ${name}, ${language}, coalesce(${state}::text, 'approved'),
      ${category}::text, ${quality}::text, coalesce(${why}::text, ''), ${lifetimeSeconds}::integer,
      ${new Date(at)})
    on conflict (channel_id, name, language) do update set
      state = coalesce(${state}::text, message_template.state),
      category = coalesce(${category}::text, message_template.category),
      quality = coalesce(${quality}::text, message_template.quality),
      why = coalesce(${why}::text, message_template.why),
      lifetime_s = coalesce(${lifetimeSeconds}::integer, message_template.lifetime_s),
      at = excluded.at
      where message_template.at <= excluded.at
  `.execute(tx);
}

/** Puts the whole list of an account in the place of what was known of it. */
export async function saveTemplates(
  tx: Tx,
  channelId: number,
  told: { templates: readonly Template[]; tokenUntil: number | null | undefined; at: number },
): Promise<void> {
  const at = new Date(told.at);
  await tx
    .deleteFrom("message_template")
    .where("channel_id", "=", channelId)
    .where("at", "<=", at)
    .execute();
  for (const template of told.templates) {
    await noteTemplate(tx, channelId, { news: template, at: told.at });
  }
  const { tokenUntil } = told;
  await tx
    .updateTable("channel")
    .set({
      templates_at: at,
      ...(tokenUntil === undefined
        ? {}
        : { token_until: tokenUntil === null ? null : new Date(tokenUntil) }),
    })
    .where("id", "=", channelId)
    .execute();
}

/** Channels whose templates nobody has asked for since a moment; asking is noted before it is done. */
export async function claimTemplateAsks(
  tx: Tx,
  ask: { transports: readonly string[]; before: number; now: number },
): Promise<number[]> {
  const rows = await tx
    .updateTable("channel")
    .set({ templates_asked_at: new Date(ask.now) })
    .where("enabled", "=", true)
    .where("transport", "in", [...ask.transports])
    .where((e) =>
      e.or([
        e("templates_asked_at", "is", null),
        e("templates_asked_at", "<=", new Date(ask.before)),
      ]),
    )
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** What is known of all templates, by the channel that sends with them. */
export async function templatesByChannel(db: Db): Promise<Map<number, Template[]>> {
  const rows = await db.selectFrom("message_template").selectAll().orderBy("language").execute();
  return Map.groupBy(
    rows.map(({ at: _at, lifetime_s: lifetimeSeconds, ...row }) => ({ ...row, lifetimeSeconds })),
    (row) => row.channel_id,
  );
}
