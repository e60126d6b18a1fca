import { relative } from "node:path";
import { root } from "./place.mjs";

const namesMax = 40;

/** What failed in a report of Vitest, by file and name. */
export function vitestFailures({ testResults }) {
  return testResults.flatMap(({ name = "", status, assertionResults }) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((each) => each.status === "failed");
    if (failed.length > 0) return failed.map(({ fullName }) => `${file} › ${fullName}`);
    if (status !== "failed") return [];
    return [`${file} › ${assertionResults.length === 0 ? "not loaded" : "outside of its tests"}`];
  });
}

/** The same for Playwright, whose groups hold groups. */
export function playwrightFailures({ suites = [], errors = [] }) {
  const outside = errors.map(({ message = "" }) => message.split("\n", 1)[0]);
  return [...suites.flatMap((suite) => failedSpecs(suite, [])), ...outside];
}

function failedSpecs({ title, specs = [], suites = [] }, above) {
  const within = [...above, title];
  const own = specs.filter(({ ok }) => !ok).map((spec) => [...within, spec.title].join(" › "));
  return [...own, ...suites.flatMap((suite) => failedSpecs(suite, within))];
}

/** Once more, all together and last: whoever opens a log looks at its end. */
export function tellFailures(names) {
  for (const name of names.slice(0, namesMax)) process.stdout.write(`Failed: ${name}\n`);
  const rest = names.length - namesMax;
  if (rest > 0) process.stdout.write(`Failed: ${rest} more\n`);
}
