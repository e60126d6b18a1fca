import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSpool } from "./spool.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-spool-"));
});
afterEach(async () => await rm(folder, { recursive: true, force: true }));

test("what is written waits in order until it is removed", async () => {
  const spool = await openSpool(folder);
  await spool.write("b", ["2"]);
  await spool.write("a", ["1", "{}"]);
  expect(await spool.list()).toEqual(["a", "b"]);
  expect(await spool.read("a")).toEqual(["1", "{}"]);
  await spool.remove("a");
  expect(await (await openSpool(folder)).list()).toEqual(["b"]);
});

test("a file that was never finished does not count", async () => {
  const spool = await openSpool(folder);
  await writeFile(join(folder, "spool", "half.ndjson.part"), "{");
  expect(await spool.list()).toEqual([]);
});

test("R2: a spool that cannot be written is no spool", async () => {
  await writeFile(join(folder, "spool"), "a file where a folder should be");
  await expect(openSpool(folder)).rejects.toThrow(/does not start/);
});
