import { expect, test } from "vitest";
import { z } from "zod";
import {
  calmFacts,
  contextOf,
  MINUTE,
  NOW,
  outageFacts,
  point,
} from "../../test/public-example.ts";
import { type PublicFacts, readAt } from "../domain/public-state.ts";
import { widgetBody } from "./incident-io.ts";

/** The format as an independent client reads it; more fields are allowed beside. */
const Event = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  url: z.url(),
  last_update_at: z.iso.datetime(),
  last_update_message: z.string(),
  affected_components: z.array(z.object({ id: z.string(), name: z.string() })),
});
const Summary = z.object({
  page_title: z.string(),
  page_url: z.url(),
  ongoing_incidents: z.array(
    Event.extend({
      status: z.enum(["investigating", "identified", "monitoring"]),
      current_worst_impact: z.enum(["degraded_performance", "partial_outage", "full_outage"]),
    }),
  ),
  in_progress_maintenances: z.array(
    Event.extend({
      status: z.literal("maintenance_in_progress"),
      started_at: z.iso.datetime(),
      scheduled_end_at: z.iso.datetime().nullable(),
    }),
  ),
  scheduled_maintenances: z.array(z.never()),
});

function read(facts: PublicFacts, now = NOW) {
  const { state } = contextOf(facts, "en");
  const context = contextOf(facts, "en", { state: readAt(state, now), now });
  return Summary.parse(JSON.parse(JSON.stringify(widgetBody(context))));
}

test("an outage is an ongoing incident with what it affects", () => {
  const { ongoing_incidents: incidents } = read(outageFacts);
  expect(incidents).toMatchObject([
    {
      name: "WhatsApp is not delivering messages",
      status: "identified",
      current_worst_impact: "full_outage",
      affected_components: [{ name: "WhatsApp" }],
    },
  ]);
});

test("on a calm day all three lists are empty", () => {
  expect(read(calmFacts)).toMatchObject({ ongoing_incidents: [], in_progress_maintenances: [] });
});

test("a contact point under maintenance is a maintenance in progress, with no end we do not know", () => {
  const works = point({ id: "p", name: { fr: "Téléphone", en: "Phone" }, baseline: "maintenance" });
  expect(read({ ...calmFacts, points: [works] }).in_progress_maintenances).toMatchObject([
    { name: "Phone is under maintenance", scheduled_end_at: null },
  ]);
});

test("an old state is not an empty list: that would say that all is well", () => {
  const { ongoing_incidents: incidents } = read(calmFacts, NOW + 20 * MINUTE);
  expect(incidents).toMatchObject([
    { id: "stale", name: "We do not know the present state", status: "investigating" },
  ]);
  expect(incidents[0]?.affected_components).toHaveLength(calmFacts.points.length);
});
