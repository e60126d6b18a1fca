import { parameters } from "../../src/domain/detection/settings.ts";
import {
  capabilityScore,
  confusionOf,
  type KindScore,
  type Lead,
  nabOf,
  quietRates,
  recallOf,
  scoreKinds,
} from "./scenario-sheet.ts";
import { playScenarios } from "./scenarios.ts";

/** Plays all scenarios and prints their sheet. */
export function printScenarios(seeds: readonly number[]): void {
  const { played, quiet } = playScenarios(seeds);
  const rates = quietRates(quiet);
  console.log(`Scenarios, seeds 1 to ${seeds.length}, five-minute buckets`);
  row(columns);
  row(columns.map((_, index) => (index === 0 ? "---" : "---:")));
  for (const score of scoreKinds(played)) printKind(score);
  const recall = recallOf(played);
  console.log(
    `  recall over troubles of the platform: alert ${recall.alerted} of ${recall.of}, incident ${recall.opened}`,
  );
  console.log(
    `  without trouble, ${rates.months.toFixed(1)} service-months:` +
      `  false alarms ${rates.alertsPerMonth.toFixed(3)} a month` +
      `  false incidents ${rates.incidentsPerMonth.toFixed(3)} a month` +
      `  time in false alarm ${(100 * rates.alertShare).toFixed(3)} %`,
  );
  console.log(`  NAB scoring, shipped threshold ${nabOf(played, parameters.alertDays).toFixed(1)}`);
  const { right, wrong, of } = capabilityScore(played);
  console.log(
    `  one feature fails: its capability in trouble ${share(right, of)}, another ${share(wrong, of)}`,
  );
  printConfusion(confusionOf(played));
}

const columns = [
  "kind",
  "alert",
  "after min",
  "official word after it by min",
  "later than it",
  "incident",
  "after min",
  "official word after it by min",
  "later than it",
  "incidents each",
  "confirmed by the machine",
  "named right",
];

function printKind(score: KindScore): void {
  const { kind, played, opened, incidents, confirmed, calledRight } = score;
  row([
    kind,
    ...leadCells(score.alert, played),
    ...leadCells(score.incident, played),
    opened === 0 ? "–" : (incidents / opened).toFixed(2),
    share(confirmed, played),
    share(calledRight, played),
  ]);
}

function leadCells(lead: Lead, played: number): string[] {
  const minutes = (value: number | null) => (value === null ? "–" : `${Math.round(value)}`);
  const ahead = lead.times === 0 ? "–" : share(lead.ahead, lead.times);
  return [share(lead.times, played), minutes(lead.afterMinutes), minutes(lead.leadMinutes), ahead];
}

function printConfusion({ names, rows }: ReturnType<typeof confusionOf>): void {
  row(["is \\ called", ...names]);
  row(["---", ...names.map(() => "---:")]);
  for (const [kind, counts] of rows) row([kind, ...counts]);
}

const row = (cells: readonly (string | number)[]): void => console.log(`| ${cells.join(" | ")} |`);
const share = (part: number, whole: number): string => `${Math.round((100 * part) / whole)} %`;
