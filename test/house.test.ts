import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { unusedExports } from "./house/exports.ts";
import { generatedFolders, houseFiles, type Rule, root } from "./house/files.ts";
import * as manners from "./house/manners.ts";
import { clean, mutants } from "./house/mutants.ts";
import * as walls from "./house/walls.ts";

const files = houseFiles();
const rules: Record<string, Rule> = { ...walls, ...manners };

describe.each(Object.keys(rules))("%s", (name) => {
  const rule: Rule = rules[name] ?? (() => ["there is no such rule"]);

  test("holds everywhere", () => {
    expect(files.flatMap(rule)).toEqual([]);
  });

  test("bites", () => {
    const offences = mutants.filter((mutant) => mutant.rule === name);
    expect(offences).not.toEqual([]);
    expect(offences.filter((mutant) => rule(mutant).length === 0)).toEqual([]);
  });

  test("leaves decent code alone", () => {
    expect(clean.flatMap(rule)).toEqual([]);
  });
});

test("nobody keeps a door that no one uses", () => {
  expect(unusedExports(files)).toEqual([]);
  const one = { path: "src/lib/a.ts", text: "export const used = 1;\nexport function idle() {}\n" };
  const other = { path: "src/lib/b.test.ts", text: "// idle\nimport { used } from './a.ts';\n" };
  expect(unusedExports([one, other])).toEqual(["src/lib/a.ts exports idle, which nobody imports"]);
});

test("the house is seen at all", () => {
  expect(files.map((file) => file.path)).toEqual(
    expect.arrayContaining(["package.json", "src/lib/errors.ts", "test/house.test.ts"]),
  );
});

test("what programs make is ignored by git, and not in it", () => {
  const ignored = readFileSync(join(root, ".gitignore"), "utf8").split("\n");
  expect(ignored).toEqual(expect.arrayContaining(generatedFolders.map((each) => `${each}/`)));
  const git = spawnSync("git", ["ls-files", "--", ...generatedFolders], {
    cwd: root,
    encoding: "utf8",
  });
  // Without git, or outside a clone, there is nothing that could have been committed.
  expect(git.status === 0 ? git.stdout : "").toBe("");
});
