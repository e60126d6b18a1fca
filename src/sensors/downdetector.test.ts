import { expect, test } from "vitest";
import { lineWhere, NOON, quietMoment, sensorKit } from "../../test/kits/sensor-kit.ts";
import { told } from "../../test/kits/told.ts";
import { MINUTE_MS } from "../lib/clock.ts";
import type { Wire } from "../lib/wire.ts";
import { downdetector } from "./downdetector.ts";

const settings = { company: "42", token: "downdetector-token" };
sensorKit(downdetector, { settings: (base) => ({ ...settings, base }), speaksHttp: true });

const look = async (last: unknown, incidents: unknown, since: number | null = null) => {
  const asked: string[] = [];
  const wire: Wire = {
    ...lineWhere({}),
    request: async ({ url, secret }) => {
      expect(secret).toEqual({ bearer: settings.token });
      asked.push(url.replace("https://downdetectorapi.com/v2", ""));
      if (url.endsWith("/last_15")) return told(last);
      return told(url.includes("/incidents") ? incidents : { name: "WhatsApp" });
    },
  };
  return { found: await downdetector.look(settings, wire, quietMoment({ since })), asked };
};

test("fifteen minutes of shares add up to what was reported in fifteen minutes", async () => {
  const { found, asked } = await look(100, [], NOON - 15 * MINUTE_MS);
  if (found.kind !== "counts") throw new Error("no counts");
  expect(found.counts).toHaveLength(15);
  expect(found.counts.at(-1)?.at).toBe(NOON - MINUTE_MS);
  expect(found.counts.reduce((sum, { count }) => sum + count, 0)).toBe(100);
  expect(found.evidence).toMatchObject({ params: { total: 100, name: "WhatsApp" } });
  expect(asked[0]).toBe("/companies/42/last_15");
});

test.each([
  ["a number", 7],
  ["a count", { count: 7 }],
  ["a total", { total: 7 }],
])("%s will do", async (_name, last) => {
  expect((await look(last, { incidents: [] })).found).toMatchObject({
    kind: "counts",
    counts: [{ at: NOON - MINUTE_MS }],
    evidence: { params: { total: 7 } },
  });
});

test.each([
  ["external", [{ is_active: true, peak_attribution: 2 }], "nothing"],
  ["external, in other letters", [{ isActive: true, peakAttribution: 2 }], "nothing"],
  ["internal", [{ is_active: true, peak_attribution: 3 }], "counts"],
  ["not determined", [{ is_active: true, peak_attribution: 1 }], "counts"],
  ["external, and over", [{ is_active: false, peak_attribution: 2 }], "counts"],
  [
    "both",
    [
      { is_active: true, peak_attribution: 2 },
      { is_active: true, peak_attribution: 3 },
    ],
    "counts",
  ],
])("what is %s", async (_name, incidents, kind) => {
  expect((await look(900, incidents)).found).toMatchObject({ kind });
});

test.each([
  ["a negative number", -1, []],
  ["a text", "many", []],
  ["an error in good manners", { error: true, message: "no", statusCode: 400 }, []],
  ["incidents that are none", 5, { error: true }],
])("%s is not understood", async (_name, last, incidents) => {
  expect((await look(last, incidents)).found).toMatchObject({ verdict: "unknown" });
});

test("after a long absence it does not invent what was missed", async () => {
  const { found } = await look(15, [], 0);
  expect(found.kind === "counts" && found.counts.length).toBe(15);
});
