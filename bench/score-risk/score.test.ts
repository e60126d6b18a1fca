import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { fitPolicy } from "./fit.ts";
import { dayMs, readPast, type ServicePast } from "./past.ts";
import { brier, forecastsOf, scoreRisk } from "./score.ts";

/** A Thursday: day 0 of the made-up services. */
const start = Date.parse("2026-01-01T00:00:00Z");

const service = (name: string, days: number, incidentDays: readonly number[]): ServicePast => ({
  name,
  from: start,
  to: start + days * dayMs,
  incidents: incidentDays.map((day) => {
    const from = start + day * dayMs + dayMs / 2;
    return { from, to: from + dayMs / 12 };
  }),
  watches: [],
  alarms: [],
});
const every = (days: number, step: number) =>
  Array.from({ length: Math.floor(days / step) }, (_, index) => index * step);

test("a day is foreseen without knowing it, nor anything after it", () => {
  const policy = fitPolicy([service("a", 200, every(200, 20)), service("b", 200, every(200, 5))]);
  const calm = forecastsOf(service("c", 120, every(60, 6)), policy);
  const stormy = forecastsOf(
    service("c", 120, [...every(60, 6), ...every(120, 1).slice(60)]),
    policy,
  );
  const known = 60 - 28;
  expect(stormy.slice(0, known).map(({ expected }) => expected)).toEqual(
    calm.slice(0, known).map(({ expected }) => expected),
  );
  expect(stormy.at(-1)?.expected).toBeGreaterThan(2 * (calm.at(-1)?.expected ?? 1));
});

test("a service that differs from the others is foreseen better than by their rate", () => {
  const services = [2, 20, 25, 30].map((step) => service(`every ${step}`, 300, every(300, step)));
  const forecasts = scoreRisk(services);
  expect(brier(forecasts, "expected")).toBeLessThan(brier(forecasts, "base"));
});

const folder = fileURLToPath(
  new URL("../../../shared/data/detection/user-reports-20min", import.meta.url),
);
const there = existsSync(folder);
if (!there) console.log("The development series are not here: what was foreseen is not compared.");

test.runIf(there)("on the development series it is a little better than both base rates", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".csv"));
  const forecasts = scoreRisk(files.map((file) => readPast(join(folder, file), file)));
  expect(brier(forecasts, "expected")).toBeLessThan(0.98 * brier(forecasts, "base"));
  expect(brier(forecasts, "expected")).toBeLessThan(brier(forecasts, "own"));
});
