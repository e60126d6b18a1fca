import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import type { Place } from "../domain/geo.ts";
import { DECLARATION } from "./feed-xml.ts";
import { unescaped } from "./readable.ts";

/** https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2.html, and its two predecessors. */
const NAMESPACES = [
  "urn:oasis:names:tc:emergency:cap:1.2",
  "urn:oasis:names:tc:emergency:cap:1.1",
  "http://www.incident.com/cap/1.0",
];
const TEXT_LENGTH_MAX = 20_000;
const INFO_COUNT_MAX = 50;
const POINTS_MAX = 10_000;

export const URGENCIES = ["Unknown", "Past", "Future", "Expected", "Immediate"] as const;
export const SEVERITIES = ["Unknown", "Minor", "Moderate", "Severe", "Extreme"] as const;
export const CERTAINTIES = ["Unknown", "Unlikely", "Possible", "Likely", "Observed"] as const;

export const capParser = new XMLParser({
  processEntities: false,
  ignoreAttributes: false,
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  maxNestedTags: 50,
  isArray: (name) =>
    ["info", "area", "polygon", "circle", "geocode", "entry", "item", "link"].includes(name),
});

const Text = z.union([
  z.string(),
  z.object({ "#text": z.string().default("") }).transform((held) => held["#text"]),
]);
const text = Text.transform((raw) => unescaped(raw.slice(0, TEXT_LENGTH_MAX)).trim());
/** An identity may not hold what parts the references: spaces, commas and markup. */
const name = text.pipe(z.string().regex(/^[^\s,<&\p{Cc}]{1,200}$/u));
/** With its offset: a time without one is anybody's guess. */
const moment = text
  .pipe(z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)$/))
  .transform((raw) => Date.parse(raw))
  .pipe(z.number());

const degrees = (raw: string, most: number) => {
  const value = Number(raw);
  return raw !== "" && Math.abs(value) <= most ? value : null;
};
function pointOf(pair: string): Place | null {
  const [lat = "", lon = "", more] = pair.split(",");
  const [y, x] = [degrees(lat, 90), degrees(lon, 180)];
  return y === null || x === null || more !== undefined ? null : { lat: y, lon: x };
}

/** "lat,lon lat,lon …", closed: the first point is the last. */
const polygon = text.transform((raw, context): Place[] => {
  const points = raw.split(/\s+/).slice(0, POINTS_MAX).map(pointOf);
  const ring = points.flatMap((point) => point ?? []);
  const [first, last] = [ring[0], ring.at(-1)];
  const closed = first?.lat === last?.lat && first?.lon === last?.lon;
  if (ring.length === points.length && ring.length >= 4 && closed) return ring;
  context.addIssue({ code: "custom", message: "no closed ring" });
  return z.NEVER;
});
const circle = text.transform((raw, context): Place & { km: number } => {
  const [pair = "", radius = ""] = raw.split(/\s+/);
  const [centre, km] = [pointOf(pair), Number(radius)];
  if (centre && radius !== "" && km >= 0) return { ...centre, km };
  context.addIssue({ code: "custom", message: "no circle" });
  return z.NEVER;
});

const Area = z.object({
  areaDesc: text,
  polygon: z.array(polygon).default([]),
  circle: z.array(circle).default([]),
  geocode: z
    .array(
      z.union([
        z.object({ value: text }).transform(({ value }) => value),
        // CAP 1.0 wrote "name=value".
        text.transform((raw) => raw.slice(raw.indexOf("=") + 1)),
      ]),
    )
    .default([]),
});

const Info = z.object({
  language: text.default("en-US"),
  event: text.pipe(z.string().min(1)),
  urgency: text.pipe(z.enum(URGENCIES)),
  severity: text.pipe(z.enum(SEVERITIES)),
  certainty: text
    // CAP 1.0 knew one more word, which 1.1 declared to mean "Likely".
    .transform((word) => (word === "Very Likely" ? "Likely" : word))
    .pipe(z.enum(CERTAINTIES)),
  onset: moment.optional(),
  effective: moment.optional(),
  expires: moment.optional(),
  headline: text.default(""),
  description: text.default(""),
  instruction: text.default(""),
  web: text.default(""),
  area: z.array(Area).default([]),
});

const Alert = z.object({
  identifier: name,
  sender: name,
  sent: moment,
  status: text.pipe(z.enum(["Actual", "Exercise", "System", "Test", "Draft"])),
  msgType: text.pipe(z.enum(["Alert", "Update", "Cancel", "Ack", "Error"])),
  // CAP 1.0 could do without.
  scope: text.pipe(z.enum(["Public", "Restricted", "Private"])).optional(),
  references: text.default(""),
  info: z.array(Info).max(INFO_COUNT_MAX).default([]),
});

export type CapInfo = z.infer<typeof Info>;
export type CapArea = z.infer<typeof Area>;
export type CapAlert = Omit<z.infer<typeof Alert>, "references"> & {
  /** Sender, identifier and time: only the three together name a message. */
  key: string;
  references: string[];
};

/** One CAP alert, or null for anything that is not plainly one. */
export function readCap(xml: string): CapAlert | null {
  if (DECLARATION.test(xml)) return null;
  try {
    return capIn(capParser.parse(xml.trim(), true), xml);
  } catch {
    return null;
  }
}

const Root = z.object({ alert: z.record(z.string(), z.unknown()) });

/** The alert in a part of a text that was parsed already, such as an entry of a feed. */
export function capIn(tree: unknown, xml: string): CapAlert | null {
  const root = Root.safeParse(tree).data?.alert;
  if (!root) return null;
  // The reader keeps no namespaces: that one of them is declared in the text has to do.
  const spoken = NAMESPACES.find((name) => xml.includes(`"${name}"`) || xml.includes(`'${name}'`));
  const read = Alert.safeParse(root).data;
  if (spoken === undefined || !read) return null;
  if (read.scope === undefined && spoken !== NAMESPACES[2]) return null;
  const { references, ...alert } = read;
  const key = keyOf(alert.sender, alert.identifier, alert.sent);
  return { ...alert, key, references: referencesOf(references) };
}

const keyOf = (sender: string, identifier: string, sent: number): string =>
  `${sender},${identifier},${new Date(sent).toISOString()}`;

/** "sender,identifier,sent" three by three; what is no such triple names nothing. */
function referencesOf(raw: string): string[] {
  return raw.split(/\s+/).flatMap((triple) => {
    const [sender = "", identifier = "", sent = ""] = triple.split(",");
    const at = moment.safeParse(sent);
    return at.success && sender !== "" && identifier !== ""
      ? keyOf(sender, identifier, at.data)
      : [];
  });
}
