import { createHash } from "node:crypto";
import type { TwoLanguages } from "../../domain/language.ts";
import { refusal } from "../../lib/errors.ts";
import { type AnnouncementRow, insertAnnouncement } from "../../store/announcements.ts";
import { listContactPoints, saveContactPoint } from "../../store/contact-points.ts";
import type { Tx } from "../../store/database.ts";
import { insertIncident } from "../../store/incidents.ts";
import { findMaintenance, insertWorkUpdate, saveMaintenance } from "../../store/maintenances.ts";
import { findPlatform } from "../../store/platforms.ts";
import { insertSource, sourcesOf } from "../../store/sources.ts";
import { defineAction, type Scene } from "../action.ts";
import { partSettings, requireSensor } from "../source/settings.ts";
import type { Moved, MovedIncident, MovedPoint } from "./moved.ts";

export type BroughtIn = {
  points: number;
  watches: number;
  incidents: number;
  works: number;
  known: number;
};
type Given = { moved: Moved; platformId: string | null; drafted: string };

/**
 * Takes over what another product knew: all of it or nothing, and what is here already (a contact
 * point or a source of that name, an incident of that page) only once.
 */
export const bringIn = defineAction({
  name: "organisation.bring-in",
  needs: "administrator",
  async decide(tx, input: { moved: Moved; platformId: string | null }, scene) {
    const given = { ...input, drafted: input.moved.origin };
    const points = await bringPoints(tx, given.moved.points, scene);
    const watches = await bringWatches(tx, given, scene);
    const incidents = await bringIncidents(tx, given, scene);
    const works = await bringWorks(tx, given.moved, scene);
    const { moved } = given;
    const all =
      moved.points.length + moved.watches.length + moved.incidents.length + moved.works.length;
    const result: BroughtIn = {
      points,
      watches,
      incidents,
      works,
      known: all - points - watches - incidents - works,
    };
    const detail = { origin: moved.origin, ...result, left: moved.left.length };
    return { subject: { kind: "organisation", id: "1" }, detail, result };
  },
});

const both = (text: string): TwoLanguages => ({ fr: text, en: text });

async function bringPoints(tx: Tx, points: MovedPoint[], { now, newId }: Scene): Promise<number> {
  const here = await listContactPoints(tx);
  const names = new Set(here.flatMap(({ name }) => [name.fr, name.en]));
  const fresh = points.filter(({ name }) => !names.has(name));
  for (const [index, { name, link, baseline }] of fresh.entries()) {
    await saveContactPoint(tx, {
      id: newId(),
      name: both(name),
      kind: "other",
      platformId: null,
      link,
      hours: null,
      languages: ["fr", "en"],
      waitingMinutes: null,
      baseline,
      position: here.length + index,
      updatedAt: new Date(now),
    });
  }
  return fresh.length;
}

async function bringWatches(tx: Tx, given: Given, { newId, secretKey }: Scene): Promise<number> {
  const { platformId } = given;
  const { watches } = given.moved;
  if (watches.length === 0) return 0;
  if (platformId === null || !(await findPlatform(tx, platformId))) {
    throw refusal("invalid", "errors:unknown.platform", { field: "platformId" });
  }
  const here = new Set((await sourcesOf(tx, platformId)).map(({ name }) => name));
  const fresh = watches.filter(({ name }) => !here.has(name));
  for (const watch of fresh) {
    const sensor = requireSensor(watch.sensor);
    await insertSource(tx, {
      id: newId(),
      sensor: sensor.kind,
      platform_id: platformId,
      name: watch.name,
      ...partSettings(sensor, watch.settings, { secretKey, sealed: null }),
      every_ms: watch.everyMs,
      enabled: true,
    });
  }
  return fresh.length;
}

async function bringIncidents(tx: Tx, given: Given, scene: Scene): Promise<number> {
  let brought = 0;
  for (const incident of given.moved.incidents) {
    const id = stableId(`${given.moved.origin} ${incident.key}`);
    const row = await insertIncident(tx, {
      id,
      platform_id: null,
      origin: "person",
      state: "resolved",
      class: "general",
      title: JSON.stringify(both(incident.title)),
      started_at: new Date(incident.startedAt),
      opened_at: new Date(incident.startedAt),
      confirmed_at: new Date(incident.startedAt),
      monitoring_at: null,
      closed_at: new Date(incident.endedAt),
    });
    if (!row) continue;
    await bringUpdates(tx, { id, incident, drafted: given.drafted }, scene);
    brought += 1;
  }
  return brought;
}

/** Planned work with the ways to reach us that it names. What is over by now is known already. */
async function bringWorks(tx: Tx, { origin, works }: Moved, { now, newId }: Scene) {
  const points = await listContactPoints(tx);
  let brought = 0;
  for (const { key, title, message, from, until, touches } of works) {
    const id = stableId(`${origin} work ${key}`);
    if (until <= now || (await findMaintenance(tx, id)) !== null) continue;
    const named = points.filter(({ name }) => touches.includes(name.en));
    const first = { id: newId(), state: "scheduled" as const, text: null, at: now };
    await saveMaintenance(tx, {
      id,
      title: both(title),
      message: both(message),
      from,
      until,
      pointIds: named.map((point) => point.id),
      effect: "maintenance",
      firm: true,
      state: "scheduled",
      version: 0,
      beganAt: null,
      endedAt: null,
      updatedAt: now,
      updates: [],
    });
    await insertWorkUpdate(tx, id, first);
    brought += 1;
  }
  return brought;
}

/** Newest first, because each one names the one that took its place. */
async function bringUpdates(
  tx: Tx,
  told: { id: string; incident: MovedIncident; drafted: string },
  { newId }: Scene,
): Promise<void> {
  const { id, incident, drafted } = told;
  let next: AnnouncementRow | null = null;
  for (const [index, update] of [...incident.updates.entries()].toReversed()) {
    const text = { title: incident.title, message: update.message, advice: "", nextStep: "" };
    next = await insertAnnouncement(tx, {
      id: newId(),
      incident_id: id,
      state: next === null ? "published" : "corrected",
      severity: update.severity,
      texts: JSON.stringify({ fr: text, en: text }),
      source: drafted,
      version: index + 1,
      drafted_by: drafted,
      approved_by: null,
      updated_at: new Date(update.at),
      published_at: new Date(update.at),
      next_update_at: null,
      replaced_by: next?.id ?? null,
    });
  }
}

/** The same for the same incident of the same page, whenever it is brought in. */
function stableId(name: string): string {
  const hex = createHash("sha256").update(`tocsin moving ${name}`).digest("hex");
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  const [a, b, c] = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(13, 16)];
  return `${a}-${b}-8${c}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
