import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./place.mjs";

/** The lessons that others paid for: each is a test by its name, or there is no telling that it holds. */
const list = join(root, "test", "lessons.json");

/** Which of the lessons no test in these reports has passed: missing, skipped and failed are the same. */
export function untested(reports) {
  if (!existsSync(list)) return [];
  const passed = reports.flatMap(({ path, titles }) =>
    existsSync(path) ? titles(JSON.parse(readFileSync(path, "utf8"))) : [],
  );
  return JSON.parse(readFileSync(list, "utf8")).filter((lesson) => {
    const name = new RegExp(`\\b${lesson}\\b`);
    return !passed.some((title) => name.test(title));
  });
}

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
