import { unseal } from "../../lib/crypto.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import { listChannels } from "../../store/channels.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { listPageScopes } from "../../store/public-pages.ts";
import { lockSubscriber } from "../../store/subscribers.ts";
import { newVapidKey } from "../../transports/web-push.ts";
import { defineAction, type House } from "../action.ts";
import { createChannel } from "../channel/create.ts";
import { shownAddress } from "./addresses.ts";
import { carrierOf } from "./offer.ts";
import { takeOff } from "./take-off.ts";

/** Takes somebody off the list, because they asked a person for it. */
export const removeSubscriber = defineAction<{ id: number }, null>({
  name: "subscriber.remove",
  needs: "communicator",
  async decide(tx, { id }, { now, secretKey }) {
    const row = await lockSubscriber(tx, id);
    if (!row) throw notFound("subscriber");
    await takeOff(tx, { ids: [id], reason: "removed" }, { now, secretKey });
    const subject = { kind: "subscriber", id: String(id) };
    return { subject, detail: { kind: row.kind }, result: null };
  },
});

export type Exported = {
  page: string;
  kind: string;
  address: string;
  owner: string;
  language: string;
  state: string;
  since: string;
};

/** The whole list, addresses included: it leaves the house, so it leaves an event. */
export const exportSubscribers = defineAction<null, Exported[]>({
  name: "subscriber.export",
  needs: "administrator",
  async decide(tx, _none, { secretKey }) {
    const rows = await tx.selectFrom("subscriber").selectAll().orderBy("id").execute();
    const slugs = new Map((await listPageScopes(tx)).map(({ id, slug }) => [id, slug]));
    const result = rows.map((row) => {
      const { kind, address, owner, language, state, created_at: since, page_id: pageId } = row;
      const opened = unseal(secretKey, address);
      return {
        page: (pageId === null ? null : slugs.get(pageId)) ?? "",
        kind,
        // A subscription of a browser is a key to it, and of no use elsewhere.
        address: kind === "push" ? shownAddress(kind, opened) : opened,
        owner: owner === null ? "" : unseal(secretKey, owner),
        language,
        state,
        since: since.toISOString(),
      };
    });
    const subject = { kind: "subscribers", id: "list" };
    return { subject, detail: { people: rows.length }, result };
  },
});

/** Opens the channel of browser notifications, with a key pair of our own. */
export async function openPush(
  house: House,
  actor: Parameters<typeof createChannel>[1],
  channel: { name: string; email: string },
): Promise<void> {
  const isLive = (await readOrganisation(house.db)).mode === "live";
  const known = carrierOf(await listChannels(house.db), "push", false);
  if (!isLive || known !== null) throw refusal("conflict", "errors:subscriber.push");
  const settings = { contact: `mailto:${channel.email}`, privateKey: newVapidKey() };
  await createChannel(house, actor, { transport: "web-push", name: channel.name, settings });
}
