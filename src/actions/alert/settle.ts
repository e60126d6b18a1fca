import {
  type Alert,
  type Conduct,
  isOver,
  type KnownAlert,
  nextMove,
} from "../../domain/trigger.ts";
import { AppError } from "../../lib/errors.ts";
import type { Look } from "../../sensors/sensor.ts";
import { expiredAlerts, knownAlerts } from "../../store/alerts.ts";
import type { SourceRow } from "../../store/sources.ts";
import { type House, machine } from "../action.ts";
import { endAlert, keysOf, raiseAlert, type Settled } from "./take.ts";

const KEYS_AT_ONCE = 1_000;
/** Where nothing is known of a source's settings any more, its word goes least far. */
const CAUTIOUS: Conduct = { confirms: false, ends: "proposes", returns: false };

/** Turns what a trigger saw into incidents, and lets go of alerts whose time has passed. */
export async function settleAlerts(
  house: House,
  source: SourceRow,
  look: Look,
): Promise<Settled[]> {
  const settled: Settled[] = [];
  const seen = look.kind === "alerts" ? look.alerts : [];
  const conduct = look.kind === "alerts" ? look.conduct : CAUTIOUS;
  const known = await knownOf(house, source, seen);
  // In the order in which they were said: an update after what it updates.
  for (const alert of seen.toSorted((a, b) => a.saidAt - b.saidAt)) {
    settled.push(await settle(house, { source, alert, conduct, known }));
  }
  const now = house.now();
  for (const { key, severity, title } of await expiredAlerts(house.db, source.id, now)) {
    const alert: Alert = {
      key,
      severity,
      title,
      references: [],
      state: "over",
      saidAt: now,
      startedAt: now,
      expiresAt: now,
      text: { fr: "", en: "" },
      link: null,
      drill: false,
    };
    const known = await knownAlerts(house.db, source.id, [key]);
    settled.push(await settle(house, { source, alert, conduct, known }));
  }
  return settled;
}

/** Thousands of alerts of one look cost a few questions; whoever acts on one asks again. */
async function knownOf(
  { db }: House,
  source: SourceRow,
  alerts: readonly Alert[],
): Promise<KnownAlert[]> {
  const keys = [...new Set(alerts.flatMap(keysOf))];
  const known: KnownAlert[] = [];
  for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
    known.push(...(await knownAlerts(db, source.id, keys.slice(from, from + KEYS_AT_ONCE))));
  }
  return known;
}

async function settle(
  house: House,
  given: { source: SourceRow; alert: Alert; conduct: Conduct; known: readonly KnownAlert[] },
): Promise<Settled> {
  const { source, alert, conduct } = given;
  const now = house.now();
  const nothing = { key: alert.key, move: "nothing" as const, incidentId: null };
  const keys = keysOf(alert);
  const known = given.known.filter(({ key }) => keys.includes(key));
  if (nextMove(alert, known, { now, returns: conduct.returns }).kind === "nothing") return nothing;
  const input = { sourceId: source.id, alert, conduct };
  const actor = machine(source.sensor);
  const act = isOver(alert, now) ? endAlert : raiseAlert;
  try {
    return await act(house, actor, input);
  } catch (cause) {
    const code = cause instanceof AppError ? cause.code : null;
    // Another node was faster, and for us it is done.
    if (code === "conflict") return nothing;
    if (code === "too_many") return { ...nothing, move: "flooded" };
    throw cause;
  }
}
