import { refusal } from "../../lib/errors.ts";
import { openRate } from "../../store/channel-rates.ts";
import { type ChannelRow, insertChannel } from "../../store/channels.ts";
import type { SharedTerms } from "../../store/shared-limits.ts";
import { defineAction } from "../action.ts";
import { requireTransport, splitSettings } from "./settings.ts";
import { shareLimit } from "./share-limit.ts";

export type NewChannelInput = {
  transport: string;
  name: string;
  /** Everything the transport's form asks for, secrets included. */
  settings: Record<string, unknown>;
  platformId?: string | null | undefined;
  drill?: boolean | undefined;
  perSecond?: number | undefined;
  /** What one message costs, in hundredths; null where nobody has said. */
  priceCents?: number | null | undefined;
  /** How many messages a day (UTC) the provider takes. */
  dailyMax?: number | null | undefined;
  /** What it draws from together with other channels. */
  shares?: SharedTerms | null | undefined;
};

export const createChannel = defineAction<NewChannelInput, ChannelRow>({
  name: "channel.create",
  needs: "administrator",
  async decide(tx, input, { now, secretKey }) {
    const transport = requireTransport(input.transport);
    const name = input.name.trim();
    if (name === "") throw refusal("invalid", "errors:channel.no_name");
    const drill = input.drill ?? false;
    const shares = await shareLimit(tx, input.shares ?? null, { drill, now });
    const channel = await insertChannel(tx, {
      ...splitSettings(transport, input.settings, secretKey),
      transport: transport.kind,
      name,
      addressKind: transport.addressKind,
      platformId: input.platformId ?? null,
      drill,
      shares,
      priceCents: input.priceCents ?? null,
      dailyMax: input.dailyMax ?? null,
      perSecond: input.perSecond ?? transport.limits.perSecondMax,
      now,
    });
    await openRate(tx, channel.id, { perSecond: channel.per_second, now });
    return {
      subject: { kind: "channel", id: String(channel.id) },
      detail: { name, transport: transport.kind, drill: channel.drill },
      result: channel,
    };
  },
});
