import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createPlace } from "../../../test/place.ts";
import { holderOf, lockFolder } from "./lock.ts";

test("one process holds a folder, and its address can be read", () => {
  using place = createPlace();
  const lock = lockFolder(place.path);
  expect(holderOf(place.path)).toMatchObject({ pid: process.pid, url: null });
  lock.publish("postgres://here");
  expect(holderOf(place.path)?.url).toBe("postgres://here");
  expect(() => lockFolder(place.path)).toThrow(`process ${process.pid}`);
  lock.release();
  expect(holderOf(place.path)).toBeNull();
  expect(readdirSync(place.path)).toEqual([]);
});

test.each([
  ["of a process that is gone", { pid: 2 ** 30, processStart: "1" }],
  ["of an earlier process with our number", { pid: process.pid, processStart: "1" }],
  ["that a crash left empty", ""],
])("a lock %s gives way", (_, left) => {
  using place = createPlace();
  writeFileSync(join(place.path, "tocsin.lock"), left === "" ? "" : JSON.stringify(left));
  expect(holderOf(place.path)).toBeNull();
  const lock = lockFolder(place.path);
  expect(JSON.parse(readFileSync(join(place.path, "tocsin.lock"), "utf8"))).toMatchObject({
    pid: process.pid,
  });
  lock.release();
  expect(readdirSync(place.path)).toEqual([]);
});
