import { z } from "zod";
import { distanceKm, type Place } from "../domain/geo.ts";
import { sentence } from "../domain/sentence.ts";
import type { Alert, AlertSeverity } from "../domain/trigger.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import { isOldCopy, refusedLook, unknownFor } from "./answers.ts";
import { webAddress } from "./fields.ts";
import { defineSensor } from "./sensor.ts";
import { confirmsField, inBoth, placesField, titleLine, webLink } from "./trigger-fields.ts";

const FEED = "https://earthquake.usgs.gov/earthquakes/feed/v1.0/summary/all_day.geojson";
/** A busy day has some 20,000 quakes of every size. */
const FEED_LENGTH_MAX = 20_000_000;
/** PAGER: what a quake is expected to cost, in lives and money. */
const LEVELS = ["green", "yellow", "orange", "red"] as const;
const SEVERITIES: Record<(typeof LEVELS)[number], AlertSeverity> = {
  green: "minor",
  yellow: "moderate",
  orange: "severe",
  red: "extreme",
};

const Settings = z.object({
  url: webAddress.default(FEED).meta({
    label: { fr: "Adresse du flux GeoJSON", en: "Address of the GeoJSON feed" },
    hint: {
      fr: "Un flux de l’USGS ; celui d’un jour laisse voir les corrections.",
      en: "A feed of the USGS; one of a whole day shows corrections as well.",
    },
  }),
  magnitudeMin: z
    .number()
    .min(0)
    .max(10)
    .default(5)
    .meta({
      label: { fr: "Magnitude minimale", en: "Least magnitude" },
      hint: { fr: "Ou le niveau d’alerte ci-dessous.", en: "Or the alert level below." },
    }),
  levelMin: z
    .enum(LEVELS)
    .default("orange")
    .meta({
      choices: {
        green: { fr: "vert", en: "green" },
        yellow: { fr: "jaune", en: "yellow" },
        orange: { fr: "orange", en: "orange" },
        red: { fr: "rouge", en: "red" },
      },
      label: { fr: "Niveau d’alerte minimal (PAGER)", en: "Least alert level (PAGER)" },
      hint: {
        fr: "Du vert au rouge, selon les dégâts attendus.",
        en: "From green to red, by the damage expected.",
      },
    }),
  places: placesField,
  radiusKm: z
    .number()
    .min(1)
    .max(20_000)
    .default(300)
    .meta({
      label: { fr: "Distance de nos lieux (km)", en: "Distance from our places (km)" },
      hint: {
        fr: "À vol d’oiseau, depuis l’épicentre.",
        en: "As the crow flies, from the epicentre.",
      },
    }),
  confirms: confirmsField,
});
type Wanted = z.infer<typeof Settings>;

/** Milliseconds, within any year that a calendar knows. */
const moment = z.number().min(0).max(8e12);
const NAME = /^[\w.-]{1,100}$/;

/** https://earthquake.usgs.gov/earthquakes/feed/v1.0/geojson.php */
const Quake = z.object({
  id: z.string().regex(NAME),
  properties: z.object({
    mag: z.number().nullable(),
    place: z.string().nullish(),
    time: moment,
    updated: moment,
    url: z.string().nullish(),
    alert: z.enum(LEVELS).nullish().catch(null),
    status: z.string().nullish(),
    ids: z.string().nullish(),
    type: z.string().nullish(),
  }),
  geometry: z.object({
    coordinates: z.tuple([z.number(), z.number()]).rest(z.number().nullable()),
  }),
});
type Quake = z.infer<typeof Quake>;
const Feed = z.object({
  type: z.literal("FeatureCollection"),
  features: z.array(z.unknown()).max(50_000),
});

/** Earthquakes near us, as the United States Geological Survey measures them worldwide. */
export const usgsEarthquakes = defineSensor({
  kind: "usgs-earthquakes",
  title: { fr: "Séismes (USGS)", en: "Earthquakes (USGS)" },
  signalKind: "alerts",
  settings: Settings,
  secrets: [],
  everyMs: MINUTE_MS,

  async look(settings, wire) {
    const { url, confirms } = settings;
    const answer = await wire.request({ method: "GET", url, bodyLengthMax: FEED_LENGTH_MAX });
    if (!answer.ok) return refusedLook(answer);
    if (isOldCopy(answer.headers)) return unknownFor("old");
    const feed = Feed.safeParse(answer.json).data;
    if (!feed) return unknownFor("shape");
    const quakes = feed.features.flatMap((feature) => Quake.safeParse(feature).data ?? []);
    if (quakes.length === 0 && feed.features.length > 0) return unknownFor("shape");
    const alerts = quakes.flatMap((quake) => alertOf(quake, settings) ?? []);
    const wanted = alerts.filter(({ state }) => state === "open").length;
    return {
      kind: "alerts",
      alerts,
      conduct: { confirms, ends: "proposes", returns: true },
      evidence: sentence("triggers:quake.seen", { read: quakes.length, wanted }),
    };
  },
});

function alertOf(quake: Quake, wanted: Wanted): Alert | null {
  const { mag, place, time, updated, url, alert, status, ids, type } = quake.properties;
  if ((type ?? "earthquake") !== "earthquake") return null;
  const [lon, lat] = quake.geometry.coordinates;
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) return null;
  const isGone = status === "deleted";
  // A small quake far away is nobody's news, and there are thousands of them a day.
  const isBig = (mag ?? 0) >= wanted.magnitudeMin || levelOf(alert) >= levelOf(wanted.levelMin);
  const isNear = nearestKm({ lat, lon }, wanted.places) <= wanted.radiusKm;
  const title = inBoth(
    mag === null ? "triggers:quake.unmeasured" : "triggers:quake.title",
    (language) => ({
      magnitude: (mag ?? 0).toLocaleString(language, {
        minimumFractionDigits: 1,
        maximumFractionDigits: 1,
      }),
      place: titleLine(place ?? `${lat}, ${lon}`),
    }),
  );
  return {
    key: quake.id,
    // Which of its names counts changes as more observatories measure it.
    references: (ids ?? "").split(",").filter((id) => NAME.test(id) && id !== quake.id),
    state: isGone ? "over" : isBig && isNear ? "open" : "minor",
    saidAt: updated,
    startedAt: time,
    expiresAt: null,
    title,
    text: { fr: "", en: "" },
    severity: alert ? SEVERITIES[alert] : "unknown",
    link: webLink(url ?? ""),
    drill: false,
  };
}

const levelOf = (level: (typeof LEVELS)[number] | null | undefined): number =>
  level ? LEVELS.indexOf(level) : -1;

/** Without places of our own every quake is near. */
const nearestKm = (quake: Place, places: readonly Place[]): number =>
  places.length === 0 ? 0 : Math.min(...places.map((place) => distanceKm(place, quake)));
