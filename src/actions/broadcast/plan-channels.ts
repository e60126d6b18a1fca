import type { PlanChannel } from "../../domain/plan.ts";
import { languageWithoutTemplate } from "../../domain/plan-accounts.ts";
import { standingsOf, type Template } from "../../domain/templates.ts";
import { DAY_MS } from "../../lib/clock.ts";
import { refusal } from "../../lib/errors.ts";
import { listNotes } from "../../store/account-notes.ts";
import { usedToday } from "../../store/channel-rates.ts";
import { type ChannelRow, listChannels } from "../../store/channels.ts";
import type { Db } from "../../store/database.ts";
import { templatesByChannel } from "../../store/message-templates.ts";
import { peopleLimits } from "../../store/shared-limits.ts";
import { transportOf } from "../../transports/index.ts";

/**
 * The channels as the plan sees them: what they cost, what is left of today, how our accounts and
 * their templates are.
 */
export async function planChannels(
  db: Db,
  channels: readonly ChannelRow[],
  now: number,
): Promise<PlanChannel[]> {
  const used = await usedToday(db, now);
  const notes = await listNotes(db);
  const templates = await templatesByChannel(db);
  const names = channels.flatMap(({ shares }) => shares ?? []);
  const limits = await peopleLimits(db, names, now);
  return channels.map((row) => {
    const states = notes.filter(({ channelId }) => channelId === row.id).map(({ state }) => state);
    const account = states.includes("blocked") ? ("blocked" as const) : ("limited" as const);
    return {
      ...planChannel(row),
      priceCents: row.price_cents,
      leftToday:
        row.daily_max === null ? null : Math.max(0, row.daily_max - (used.get(row.id) ?? 0)),
      limit: (row.shares === null ? undefined : limits.get(row.shares)) ?? null,
      account: states.length > 0 ? account : null,
      templates: templatesOf(row, templates.get(row.id) ?? []),
      tokenDays:
        row.token_until === null ? null : Math.floor((row.token_until.getTime() - now) / DAY_MS),
    };
  });
}

/** How the templates stand that a channel sends with, as far as its provider has told. */
function templatesOf(row: ChannelRow, known: readonly Template[]) {
  const transport = transportOf(row.transport);
  // What is secret plays no part in it, and stays where it is.
  const needs = transport?.templates?.needs(row.settings) ?? [];
  return standingsOf(needs, known, row.templates_at !== null);
}

/** Refuses what could not be sent to the people of a language by any channel. */
export async function refuseWithoutTemplate(
  db: Db,
  rungs: readonly { channelId: number }[],
  now: number,
): Promise<void> {
  const rows = (await listChannels(db)).filter(({ id }) =>
    rungs.some(({ channelId }) => channelId === id),
  );
  const stuck = languageWithoutTemplate(await planChannels(db, rows, now));
  if (!stuck) return;
  const { language, name, state } = stuck;
  throw refusal("conflict", `planner:refused.template.${language}`, { name, state });
}

const planChannel = (row: ChannelRow) => ({
  id: row.id,
  name: row.name,
  addressKind: row.address_kind,
  failureDomain: transportOf(row.transport)?.failureDomain ?? "own",
  perSecond: row.per_second,
  state: row.state,
});
