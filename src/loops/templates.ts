import type { House } from "../actions/action.ts";
import { noteTemplates, takeTemplateAsks } from "../actions/channel/note-templates.ts";
import { openSettings } from "../actions/channel/settings.ts";
import { messageOf } from "../lib/errors.ts";
import type { Log } from "../lib/log.ts";
import { findChannel } from "../store/channels.ts";
import { transportOf } from "../transports/index.ts";
import type { WireFor } from "./deliver-book.ts";

export type TemplatesContext = { house: House; wireFor: WireFor; log: Log };

/** Asks providers how the templates of our channels stand. What they do not say stays as it was. */
export async function readTemplatesOnce(context: TemplatesContext): Promise<void> {
  const { house, log } = context;
  for (const id of await takeTemplateAsks(house, null)) {
    try {
      await readTemplates(context, id);
    } catch (cause) {
      log.error({ channel: id, cause: messageOf(cause) }, "The templates could not be read.");
    }
  }
}

async function readTemplates({ house, wireFor }: TemplatesContext, id: number): Promise<void> {
  const row = await findChannel(house.db, id);
  const transport = row && transportOf(row.transport);
  const read = row && transport?.settings.safeParse(openSettings(row, house.secretKey));
  if (!row || !transport?.templates || !read?.success) return;
  if (transport.templates.needs(read.data).length === 0) return;
  const at = house.now();
  const told = await transport.templates.ask(read.data, wireFor(row));
  if (told.kind !== "told") return;
  const { templates, tokenUntil } = told;
  await noteTemplates(house, { channelId: id, templates, tokenUntil, at });
}
