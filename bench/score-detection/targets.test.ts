import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parameters } from "../../src/domain/detection/settings.ts";
import { readDeclared, scoreDeclared } from "./declared.ts";
import { scoreNab } from "./nab.ts";
import { openingsOf } from "./openings.ts";
import { add, scoreReports } from "./reports.ts";
import { readSeries } from "./series.ts";

// The recorded series may be measured with, but not published: they lie beside the repository, or nowhere.
const folder = fileURLToPath(new URL("../../../shared/data/detection", import.meta.url));
const isThere = existsSync(folder);
if (!isThere) console.log("The development series are not here: the targets are not measured.");

const hourMs = 3_600_000;
const services = ["facebook", "github", "gmail", "instagram", "netflix", "skype"];
const reports = (name: string) =>
  readSeries(join(folder, "user-reports-20min", `${name}.csv`), name, hourMs / 3);

test.runIf(isThere)("user reports: caught, in time, and little crying wolf", () => {
  const score = services.map((name) => scoreReports(reports(name))).reduce(add);
  expect(score.caught / score.events).toBeGreaterThanOrEqual(0.98);
  expect(score.inTime / score.events).toBeGreaterThanOrEqual(0.85);
  expect(score.falseAlarms / score.months).toBeLessThanOrEqual(0.08);
  expect(score.falseBins / score.bins).toBeLessThanOrEqual(0.002);
});

test.runIf(isThere)("declared incidents: seen from twelve hours of history", () => {
  const score = scoreDeclared(readDeclared(join(folder, "declared-incidents-15min.ndjson")));
  expect(score.before / score.clean).toBeGreaterThanOrEqual(0.53);
  expect(score.byThen / score.clean).toBeGreaterThanOrEqual(0.72);
  expect(score.quietAlarmBins / score.quietDays).toBeLessThanOrEqual(0.3);
});

test.runIf(isThere)("NAB tweets, at the best threshold and at ours", () => {
  const score = scoreNab(join(folder, "nab-realTweets"), parameters.alertDays);
  expect(score.best).toBeGreaterThanOrEqual(72);
  expect(score.shipped).toBeGreaterThanOrEqual(65);
});

test.runIf(isThere)(
  "from reports alone, the page opens for the great outages and seldom else",
  () => {
    const series = reports("facebook");
    const openings = openingsOf(series);
    const months = (series.at.length * series.bucketMs) / (30.44 * 24 * hourMs);
    expect(openings.length / months).toBeLessThan(2);
    for (const start of ["2019-07-03T13:40Z", "2019-10-30T15:20Z", "2019-11-28T14:00Z"]) {
      const at = Date.parse(start);
      const opening = openings.find((each) => each.from > at && each.from <= at + hourMs);
      expect(opening?.to, start).toBeGreaterThan(at + hourMs);
    }
  },
);
