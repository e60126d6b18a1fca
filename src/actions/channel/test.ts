import type { Outcome } from "../../domain/outcome.ts";
import { referenceOf } from "../../domain/reference.ts";
import type { Actor } from "../../domain/roles.ts";
import { notFound, refusal } from "../../lib/errors.ts";
import type { Wire } from "../../lib/wire.ts";
import { wordsFor } from "../../lib/words.ts";
import { findChannel, lockChannel } from "../../store/channels.ts";
import { readOrganisation } from "../../store/organisation.ts";
import { defineAction, type House } from "../action.ts";
import { openSettings, requireTransport } from "./settings.ts";

const VALIDITY_MS = 300_000;
/** No broadcast has this number: receipts of tests match nobody. */
const TEST_REFERENCE = referenceOf({ broadcastId: 0, ordinal: 0, rung: 0, try: 0 });

const beginTest = defineAction<{ id: number }, null>({
  name: "channel.test",
  needs: "communicator",
  async decide(tx, { id }) {
    const { name } = await lockChannel(tx, id);
    return { subject: { kind: "channel", id: String(id) }, detail: { name }, result: null };
  },
});

export type TestSend = {
  id: number;
  address: string;
  callbackBase: string;
  wireFor(channel: { drill: boolean }): Wire;
};

/** Sends one test message to one address, on the record. The network is touched after the commit. */
export async function testChannel(house: House, actor: Actor, test: TestSend): Promise<Outcome> {
  const channel = await findChannel(house.db, test.id);
  if (!channel) throw notFound("channel");
  const transport = requireTransport(channel.transport);
  const { default_country, default_language } = await readOrganisation(house.db);
  const to = transport.address.parse(test.address, default_country);
  if (to === null) throw refusal("invalid", "errors:channel.not_its_address", { field: "address" });
  await beginTest(house, actor, { id: test.id });
  const words = wordsFor(default_language);
  const message = {
    reference: TEST_REFERENCE,
    heading: words("delivery:test.heading"),
    body: words("delivery:test.body"),
    language: default_language,
    validityMs: VALIDITY_MS,
    links: { answer: null, optOut: null },
    callbackUrl: `${test.callbackBase}/hooks/${channel.id}`,
    at: house.now(),
  };
  const settings = transport.settings.parse(openSettings(channel, house.secretKey));
  return await transport.send(message, to, settings, test.wireFor(channel));
}
