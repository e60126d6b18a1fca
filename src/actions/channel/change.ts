import { refusal } from "../../lib/errors.ts";
import { type ChannelRow, lockChannel, updateChannel } from "../../store/channels.ts";
import { dropUnshared, type SharedTerms } from "../../store/shared-limits.ts";
import { defineAction } from "../action.ts";
import { requireTransport, secretsOf, splitSettings } from "./settings.ts";
import { shareLimit } from "./share-limit.ts";

export type ChannelChangeInput = {
  id: number;
  name?: string | undefined;
  /** A secret that is left out, or empty, stays what it was. */
  settings?: Record<string, unknown> | undefined;
  platformId?: string | null | undefined;
  perSecond?: number | undefined;
  /** What one message costs, in hundredths; null where nobody has said. */
  priceCents?: number | null | undefined;
  /** How many messages a day (UTC) the provider takes. */
  dailyMax?: number | null | undefined;
  /** What it draws from together with other channels. */
  shares?: SharedTerms | null | undefined;
  enabled?: boolean | undefined;
};

/** The drill flag never changes: a channel that knew a live provider is never a drill's. */
export const changeChannel = defineAction<ChannelChangeInput, ChannelRow>({
  name: "channel.change",
  needs: "administrator",
  async decide(tx, input, { now, secretKey }) {
    const before = await lockChannel(tx, input.id);
    const transport = requireTransport(before.transport);
    const given = Object.entries(input.settings ?? {}).filter(
      ([name, value]) => !(transport.secrets.includes(name) && (value === "" || value === null)),
    );
    const typed = {
      ...before.settings,
      ...secretsOf(before, secretKey),
      ...Object.fromEntries(given),
    };
    const name = (input.name ?? before.name).trim();
    if (name === "") throw refusal("invalid", "errors:channel.no_name");
    const shares =
      input.shares === undefined
        ? before.shares
        : await shareLimit(tx, input.shares, { id: before.id, drill: before.drill, now });
    const channel = await updateChannel(tx, input.id, {
      ...splitSettings(transport, typed, secretKey),
      name,
      platformId: input.platformId === undefined ? before.platform_id : input.platformId,
      perSecond: input.perSecond ?? before.per_second,
      priceCents: input.priceCents === undefined ? before.price_cents : input.priceCents,
      dailyMax: input.dailyMax === undefined ? before.daily_max : input.dailyMax,
      shares,
      enabled: input.enabled ?? before.enabled,
    });
    await dropUnshared(tx);
    return {
      subject: { kind: "channel", id: String(channel.id) },
      // The names of what was changed, never the values: secrets are among them.
      detail: { name, changed: given.map(([field]) => field), enabled: channel.enabled },
      result: channel,
    };
  },
});
