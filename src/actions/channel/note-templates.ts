import type { Template } from "../../domain/templates.ts";
import { HOUR_MS } from "../../lib/clock.ts";
import { claimTemplateAsks, saveTemplates } from "../../store/message-templates.ts";
import { transports } from "../../transports/index.ts";
import { defineIntake } from "../action.ts";

/** News comes by itself; the whole list is read again so often, in case some of it was lost. */
const templatesEveryMs = HOUR_MS;

/** Which channels shall be asked for their templates now. Each is handed to one node. */
export const takeTemplateAsks = defineIntake<null, number[]>(async (tx, _none, { now }) => {
  const kinds = transports.flatMap(({ kind, templates }) => (templates ? [kind] : []));
  return await claimTemplateAsks(tx, { transports: kinds, before: now - templatesEveryMs, now });
});

type Told = {
  channelId: number;
  templates: readonly Template[];
  tokenUntil: number | null | undefined;
  at: number;
};

/** Keeps what a provider says of all templates, as of the moment when it was asked. */
export const noteTemplates = defineIntake<Told, void>(
  async (tx, { channelId, ...told }) => await saveTemplates(tx, channelId, told),
);
