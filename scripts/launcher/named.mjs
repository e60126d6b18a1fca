import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./place.mjs";

/**
 * The lessons that others paid for, and the faults that we promise to survive: each is a test by its
 * name, or there is no telling that it holds.
 */
const lists = ["lessons.json", "faults.json"].map((name) => join(root, "test", name));

/** Which of them no test in these reports has passed: missing, skipped and failed are the same. */
export function untested(reports) {
  const named = lists.filter((list) => existsSync(list)).flatMap((list) => read(list));
  const passed = reports.flatMap(({ path, titles }) =>
    existsSync(path) ? titles(read(path)) : [],
  );
  return named.filter((name) => {
    // "S1" is neither in "SEC-1 S10" nor in "S1-b": an id stands alone.
    const alone = new RegExp(`(?<![\\w-])${name}(?![\\w-])`);
    return !passed.some((title) => alone.test(title));
  });
}

const read = (path) => JSON.parse(readFileSync(path, "utf8"));

/** What passed in a report of Vitest, with the names of the groups around it. */
export function vitestTitles({ testResults }) {
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ status, fullName }) => (status === "passed" ? [fullName] : [])),
  );
}

/** The same for Playwright, whose groups hold groups. */
export function playwrightTitles({ suites = [] }) {
  return suites.flatMap((suite) => [
    ...(suite.specs ?? []).flatMap(({ ok, title }) => (ok ? [`${suite.title} ${title}`] : [])),
    ...playwrightTitles(suite),
  ]);
}
