import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fitPolicy } from "./score-risk/fit.ts";
import { readPast } from "./score-risk/past.ts";
import { printScore, scoreRisk } from "./score-risk/score.ts";

// How well the early warning would have warned, over the development series, which are not part of this repository:
//   node bench/score-risk.ts [folder of the series]

const beside = fileURLToPath(
  new URL("../../shared/data/detection/user-reports-20min", import.meta.url),
);
const folder = process.argv[2] ?? beside;
if (existsSync(folder)) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".csv"));
  const services = files.map((file) => readPast(join(folder, file), file));
  printScore(scoreRisk(services));
  console.log("What all of them teach", JSON.stringify(fitPolicy(services)));
} else {
  console.log(`No series in ${folder}: nothing is measured.`);
}
