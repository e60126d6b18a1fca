import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parameters } from "../../src/domain/detection/settings.ts";
import { readDeclared, scoreDeclared } from "./declared.ts";
import { scoreNab } from "./nab.ts";
import { openingsOf } from "./openings.ts";
import { add, type ReportScore, scoreReports } from "./reports.ts";
import { printScenarios } from "./scenario-print.ts";
import { readSeries } from "./series.ts";
import { scoreSpeed } from "./speed.ts";

// The score sheet of the detector over the development series, which are not part of this repository:
//   npm run score:detection [-- folder of the series]

const reportBucketMs = 20 * 60_000;
const monthMs = 30.44 * 86_400_000;
const seeds = Array.from({ length: 50 }, (_, index) => index + 1);
const speedBuckets = 10_000_000;
const beside = fileURLToPath(new URL("../../../shared/data/detection", import.meta.url));

const folder = process.argv[2] ?? beside;
if (existsSync(folder)) {
  printReports(join(folder, "user-reports-20min"));
  printDeclared(join(folder, "declared-incidents-15min.ndjson"));
  printNab(join(folder, "nab-realTweets"));
  printOpenings(join(folder, "user-reports-20min"));
} else {
  console.log(`There are no recorded series in ${folder}: they are not part of this repository.`);
  console.log("Only the made-up scenarios and the speed are measured.");
}
printScenarios(seeds);
printSpeed();

function printReports(reports: string): void {
  const scores = readdirSync(reports)
    .filter((file) => file.endsWith(".csv"))
    .map((file) => scoreReports(readSeries(join(reports, file), file, reportBucketMs)));
  console.log("User reports, per 20 minutes");
  for (const score of scores) printReportLine(score);
  printReportLine(scores.reduce(add));
}

function printReportLine(score: ReportScore): void {
  const { events, caught, inTime, falseAlarms, months, falseBins, bins, alarms } = score;
  console.log(
    `  ${score.name.padEnd(16)} recall ${share(caught, events)}  by the bin after onset ${share(inTime, events)}` +
      `  false alarms per month ${(falseAlarms / months).toFixed(3)}` +
      `  time in false alarm ${share(falseBins, bins)}  events ${events}  alarms ${alarms}`,
  );
}

function printDeclared(file: string): void {
  const score = scoreDeclared(readDeclared(file));
  console.log("Against the leader's declared bin, from twelve hours of history");
  console.log(
    `  clean ${score.clean} of ${score.incidents}  strictly before ${share(score.before, score.clean)}` +
      `  no later ${share(score.byThen, score.clean)}` +
      `  alarm bins per quiet day ${(score.quietAlarmBins / score.quietDays).toFixed(2)}`,
  );
}

function printNab(nab: string): void {
  const { best, bestThreshold, shipped, openings } = scoreNab(nab, parameters.alertDays);
  console.log("NAB realTweets, standard profile");
  console.log(
    `  best ${best.toFixed(1)} (score of at least ${bestThreshold.toFixed(1)})` +
      `  shipped threshold ${shipped.toFixed(1)}  alert openings ${openings.toFixed(1)}`,
  );
}

function printOpenings(reports: string): void {
  console.log("Openings of the page from reports alone (suspected or confirmed)");
  for (const file of readdirSync(reports).filter((name) => name.endsWith(".csv"))) {
    const series = readSeries(join(reports, file), file, reportBucketMs);
    const perMonth = openingsOf(series).length / ((series.at.length * reportBucketMs) / monthMs);
    console.log(`  ${file.padEnd(16)} ${perMonth.toFixed(2)} a month`);
  }
}

function printSpeed(): void {
  const { perSecond, before, after } = scoreSpeed(speedBuckets);
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  console.log(`Speed and memory, one core, ${speedBuckets.toLocaleString("en")} counts`);
  console.log(
    `  ${Math.round(perSecond).toLocaleString("en")} counts per second` +
      `  state ${before.stateBytes} → ${after.stateBytes} bytes of JSON` +
      `  heap ${megabytes(before.heapBytes)} → ${megabytes(after.heapBytes)} MB`,
  );
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)} %`;
}
