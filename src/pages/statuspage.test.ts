import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  calmFacts,
  contextOf,
  incident,
  MINUTE,
  NOW,
  outageFacts,
} from "../../test/public-example.ts";
import { type PublicFacts, publicStateOf, readAt } from "../domain/public-state.ts";
import { statuspageBodies } from "./statuspage.ts";

/** Statuspage v2 as an independent client reads it: strict but for fields that begin with `x_`. */
const Moment = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const Impact = z.enum(["none", "minor", "major", "critical", "maintenance"]);
const known = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const names = new Set(Object.keys(shape));
  return z
    .looseObject(shape)
    .refine((body) => Object.keys(body).every((key) => names.has(key) || key.startsWith("x_")));
};
const Page = known({
  id: z.string().min(1),
  name: z.string(),
  url: z.url(),
  time_zone: z.string(),
  updated_at: Moment,
});
const Status = known({ indicator: Impact, description: z.string().min(1) });
const Component = known({
  id: z.string(),
  name: z.string(),
  status: z.enum([
    "operational",
    "degraded_performance",
    "partial_outage",
    "major_outage",
    "under_maintenance",
  ]),
  created_at: Moment,
  updated_at: Moment,
  position: z.int(),
  description: z.string().nullable(),
  showcase: z.boolean(),
  start_date: z.string().nullable(),
  group_id: z.string().nullable(),
  page_id: z.string(),
  group: z.boolean(),
  only_show_if_degraded: z.boolean(),
});
const Update = known({
  id: z.string(),
  status: z.enum(["investigating", "identified", "monitoring", "resolved"]),
  body: z.string().min(1),
  incident_id: z.string(),
  created_at: Moment,
  updated_at: Moment,
  display_at: Moment,
  affected_components: z.array(z.unknown()).nullable(),
  deliver_notifications: z.boolean(),
});
const Incident = known({
  id: z.string(),
  name: z.string(),
  status: z.enum(["investigating", "identified", "monitoring", "resolved"]),
  created_at: Moment,
  updated_at: Moment,
  monitoring_at: Moment.nullable(),
  resolved_at: Moment.nullable(),
  impact: Impact,
  shortlink: z.url(),
  started_at: Moment,
  page_id: z.string(),
  incident_updates: z.array(Update).min(1),
  components: z.array(Component),
});
const incidents = z.array(Incident);
const components = z.array(Component);
const scheduled_maintenances = z.array(z.never());
const page = Page;
const status = Status;
const SHAPES: Record<string, z.ZodType> = {
  "summary.json": known({ page, components, incidents, scheduled_maintenances, status }),
  "status.json": known({ page, status }),
  "components.json": known({ page, components }),
  "incidents.json": known({ page, incidents }),
  "incidents/unresolved.json": known({ page, incidents }),
  "scheduled-maintenances.json": known({ page, scheduled_maintenances }),
  "scheduled-maintenances/upcoming.json": known({ page, scheduled_maintenances }),
  "scheduled-maintenances/active.json": known({ page, scheduled_maintenances }),
};

const bodies = (facts: PublicFacts, now = NOW) => {
  const state = readAt(publicStateOf(facts, NOW), now);
  const found = statuspageBodies(contextOf(facts, "en", { state, now }));
  return JSON.parse(JSON.stringify(found));
};

describe.each([
  ["a calm day", bodies(calmFacts)],
  ["an outage", bodies(outageFacts)],
  ["an outage nobody has written about", bodies({ ...outageFacts, notices: [] })],
  ["a database that is gone", bodies(outageFacts, NOW + 20 * MINUTE)],
])("on %s", (_, found) => {
  test("there are exactly the eight bodies of the format", () => {
    expect(Object.keys(found).sort()).toEqual(Object.keys(SHAPES).sort());
  });

  test.each(Object.entries(SHAPES))("an independent client reads %s", (name, shape) => {
    expect(shape.safeParse(found[name]).error?.issues).toBeUndefined();
    expect(Object.keys(found[name])[0]).toBe("page");
    expect(found[name]).toMatchObject({ x_generated_at: new Date(NOW).toISOString() });
  });
});

test("the summary says what we know: back through the format, nothing is lost", () => {
  const { "summary.json": summary } = bodies(outageFacts);
  const states = summary.components.map((component: { status: string }) => component.status);
  expect(states).toEqual(["major_outage", ...Array.from({ length: 4 }, () => "operational")]);
  expect(summary.status).toEqual({
    indicator: "major",
    description: "WhatsApp is not working at the moment",
  });
  expect(summary.incidents).toHaveLength(1);
  const [one] = summary.incidents;
  expect(one).toMatchObject({ status: "identified", impact: "critical" });
  expect(one.components.map(({ name }: { name: string }) => name)).toEqual(["WhatsApp"]);
});

test("the newest update stands first", () => {
  const { "summary.json": summary } = bodies(outageFacts);
  const times = summary.incidents[0].incident_updates.map(
    (each: { display_at: string }) => each.display_at,
  );
  expect(times).toHaveLength(3);
  expect(times).toEqual(times.toSorted((a: string, b: string) => b.localeCompare(a)));
});

test("unknown is said as degraded, with a word for those who can read it", () => {
  const found = bodies(calmFacts, NOW + 20 * MINUTE);
  const { components: points, status: overall } = found["summary.json"];
  for (const each of points) {
    expect(each).toMatchObject({ status: "degraded_performance", x_observation: "unknown" });
  }
  expect(overall).toMatchObject({ indicator: "minor", x_observation: "unknown" });
});

test("unresolved lists what is open, incidents also what was", () => {
  const found = bodies(outageFacts);
  expect(found["incidents/unresolved.json"].incidents).toHaveLength(1);
  const all = found["incidents.json"].incidents;
  expect(all.map((each: { status: string }) => each.status)).toEqual(["identified", "resolved"]);
  expect(all[1].resolved_at).not.toBeNull();
});

test("critical is only said when nothing is left", () => {
  const points = outageFacts.points.filter((each) => each.platformId === "whatsapp");
  const facts = { ...outageFacts, points, incidents: [incident()] };
  expect(bodies(facts)["status.json"].status.indicator).toBe("critical");
});
