import { sentence } from "../../domain/sentence.ts";
import { refusal } from "../../lib/errors.ts";
import { alertsFrom, cap, capSettings } from "../../sensors/cap.ts";
import { readCap } from "../../sensors/cap-document.ts";
import type { Look } from "../../sensors/sensor.ts";
import { pushedLook, webhook } from "../../sensors/webhook.ts";
import { findSource, type SourceRow } from "../../store/sources.ts";
import type { House } from "../action.ts";
import { tokenFits } from "../source/push.ts";
import { openSecrets } from "../source/settings.ts";
import { settleAlerts } from "./settle.ts";
import type { Settled } from "./take.ts";

/** JSON as it was parsed, or a CAP document as it came. */
export type PushedBody = { json: unknown } | { xml: string };

/** Takes in what another system tells a trigger. Whoever knows the token may tell it. */
export async function pushAlerts(
  house: House,
  push: { sourceId: string; token: string; body: PushedBody },
): Promise<Settled[]> {
  const { token, body } = push;
  const source = await findSource(house.db, push.sourceId);
  // One answer for every mistake: a stranger learns neither which sources nor which tokens exist.
  if (!source || !isListening(source) || !tokenFits(source, token, house.secretKey)) {
    throw refusal("unauthenticated", "triggers:refused");
  }
  const secrets = source.secrets ? openSecrets(house.secretKey, source.secrets) : {};
  const look = lookOf(source, { kept: { ...source.settings, ...secrets }, body }, house.now());
  if (!look) throw refusal("invalid", "triggers:unread", { field: "body" });
  const settled = await settleAlerts(house, source, look);
  const flooded = settled.find(({ move }) => move === "flooded");
  if (flooded) throw refusal("too_many", "triggers:flood", { name: source.name });
  return settled;
}

const isListening = ({ sensor, enabled }: SourceRow): boolean =>
  enabled && (sensor === webhook.kind || sensor === cap.kind);

/** A webhook reads JSON, a source of CAP reads CAP: neither guesses. */
function lookOf(
  { sensor }: SourceRow,
  { kept, body }: { kept: unknown; body: PushedBody },
  now: number,
): Look | null {
  if (sensor === webhook.kind) return "json" in body ? pushedLook(kept, body.json, now) : null;
  const settings = capSettings(kept);
  const message = "xml" in body ? readCap(body.xml) : null;
  return settings && message
    ? alertsFrom([message], settings, sentence("triggers:cap.read"))
    : null;
}
