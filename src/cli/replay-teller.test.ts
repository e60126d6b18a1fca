import { expect, test } from "vitest";
import { reopenWithinMs } from "../domain/incident.ts";
import type { IncidentRow } from "../store/incidents.ts";
import { createTeller } from "./replay-teller.ts";

const incident = (id: string, closedAt: number | null): IncidentRow => ({
  id,
  platform_id: "whatsapp",
  origin: "assessment",
  state: closedAt === null ? "suspected" : "resolved",
  class: "general",
  title: { fr: "Panne", en: "Outage" },
  drill: false,
  started_at: new Date(0),
  opened_at: new Date(0),
  confirmed_at: null,
  monitoring_at: null,
  closed_at: closedAt === null ? null : new Date(closedAt),
  peak: {},
});

function listening() {
  const told: string[] = [];
  const teller = createTeller(({ id, closed_at }) => told.push(`${id} ${closed_at?.getTime()}`));
  return { told, teller };
}

test("an incident that opens again is told once, as it ended", () => {
  const { told, teller } = listening();
  teller.closed(incident("a", 1));
  teller.passed(1 + reopenWithinMs);
  teller.opened(incident("a", null));
  teller.closed(incident("a", 5));
  expect(told).toEqual([]);
  teller.passed(6 + reopenWithinMs);
  expect(told).toEqual(["a 5"]);
});

test("another incident ends the waiting, and the end of the recording does", () => {
  const { told, teller } = listening();
  teller.closed(incident("a", 1));
  teller.opened(incident("b", null));
  expect(told).toEqual(["a 1"]);
  teller.closed(incident("b", 2));
  teller.end(incident("c", null));
  expect(told).toEqual(["a 1", "b 2", "c undefined"]);
});
