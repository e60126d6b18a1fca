import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createPlace } from "../../test/place.ts";
import { makeFolder } from "./folder.ts";

test("a folder is made with all that is missing above it, and one that is there is left as it is", () => {
  using place = createPlace();
  const folder = join(place.path, "a", "b", "c");
  makeFolder(folder, { mode: 0o700 });
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  mkdirSync(join(place.path, "open"), { mode: 0o755 });
  makeFolder(join(place.path, "open"), { mode: 0o700 });
  expect(statSync(join(place.path, "open")).mode & 0o777).toBe(0o755);
});

test("where no folder can be made, that is said at once", () => {
  using place = createPlace();
  writeFileSync(join(place.path, "file"), "");
  expect(() => makeFolder(join(place.path, "file", "below"))).toThrow(/ENOTDIR|EEXIST/);
  expect(() => makeFolder("/proc/tocsin/data")).toThrow();
});
