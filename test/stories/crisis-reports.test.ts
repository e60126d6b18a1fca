import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import {
  fileReport,
  REPORT_AGAIN_AFTER_MS,
  REPORTS_PER_BLOCK_MAX,
} from "../../src/actions/report/file.ts";
import { HOUR_MS } from "../../src/lib/clock.ts";
import { createTestHouse } from "../house.ts";

const owner = { failureDomain: "meta", capabilities: [] };

async function createDoor() {
  const table = await createTestHouse();
  for (const id of ["whatsapp", "messenger"]) {
    await createPlatform(table.house, machine("test"), { id, name: id, ...owner });
  }
  const report = async (ip: string, change: { platformId?: string; agent?: string } = {}) =>
    await fileReport(table.house, {
      platformId: "whatsapp",
      symptom: "send",
      ip,
      agent: "phone",
      ...change,
    });
  return { ...table, report };
}

test("a person counts once for a platform in twelve hours, over midnight, too", async () => {
  await using door = await createDoor();
  door.clock.set(Date.parse("2026-03-05T20:00:00Z"));
  expect(await door.report("198.51.100.7")).toBe("taken");
  expect(await door.report("198.51.100.7")).toBe("repeated");
  expect(await door.report("198.51.100.7", { platformId: "messenger" })).toBe("taken");
  door.clock.pass(6 * HOUR_MS);
  expect(await door.report("198.51.100.7")).toBe("repeated");
  door.clock.pass(REPORT_AGAIN_AFTER_MS - 6 * HOUR_MS + 1);
  expect(await door.report("198.51.100.7")).toBe("taken");
});

test("a hundred requests of one person at once count once", async () => {
  await using door = await createDoor();
  const all = await Promise.all(Array.from({ length: 100 }, () => door.report("198.51.100.7")));
  expect(all.filter((filed) => filed === "taken")).toHaveLength(1);
});

test.each([
  ["IPv4 /24", (index: number) => `203.0.113.${index}`, "203.0.114.1"],
  ["IPv6 /48", (index: number) => `2001:db8:7:${index.toString(16)}::1`, "2001:db8:8::1"],
  ["IPv4 in IPv6", (index: number) => `::ffff:203.0.113.${index}`, "::ffff:203.0.114.1"],
])("one address block is bounded: %s", async (_name, address, neighbour) => {
  await using door = await createDoor();
  const filed: string[] = [];
  for (let index = 1; index <= REPORTS_PER_BLOCK_MAX + 5; index++) {
    filed.push(await door.report(address(index)));
  }
  expect(filed.filter((answer) => answer === "taken")).toHaveLength(REPORTS_PER_BLOCK_MAX);
  expect(filed.slice(-5)).toEqual(Array(5).fill("bounded"));
  expect(await door.report(neighbour)).toBe("taken");
  door.clock.pass(HOUR_MS + 1);
  expect(await door.report(address(200))).toBe("taken");
});

test("changing the browser's name does not get around the block's bound", async () => {
  await using door = await createDoor();
  const filed: string[] = [];
  for (let index = 0; index < REPORTS_PER_BLOCK_MAX + 3; index++) {
    filed.push(await door.report("203.0.113.9", { agent: `phone ${index}` }));
  }
  expect(filed.slice(-3)).toEqual(["bounded", "bounded", "bounded"]);
});

test("no address is kept, and the same person looks different on another day", async () => {
  await using door = await createDoor();
  await door.report("198.51.100.7");
  door.clock.pass(3 * 24 * HOUR_MS);
  await door.report("198.51.100.7");
  const rows = await door.db.selectFrom("report").selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain("198.51.100");
  expect(rows[0]?.reporter_hash.equals(rows[1]?.reporter_hash ?? Buffer.alloc(0))).toBe(false);
});

test("what is unknown is refused with a code", async () => {
  await using door = await createDoor();
  const wrong = { symptom: "hunger", ip: "198.51.100.7", agent: "" };
  await expect(fileReport(door.house, { ...wrong, platformId: "whatsapp" })).rejects.toMatchObject({
    code: "invalid",
  });
  await expect(door.report("198.51.100.7", { platformId: "pigeons" })).rejects.toMatchObject({
    code: "not_found",
  });
});
