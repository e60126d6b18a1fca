import { expect, test } from "vitest";
import { machine } from "../../src/actions/action.ts";
import { forgetOld } from "../../src/actions/assessment/forget.ts";
import { createPlatform } from "../../src/actions/platform/create.ts";
import { fileReport, REPORTS_PER_BLOCK_MAX } from "../../src/actions/report/file.ts";
import { REPORT_AGAIN_AFTER_MS } from "../../src/actions/report/reporter.ts";
import { HOUR_MS } from "../../src/lib/clock.ts";
import { createTestHouse } from "../house.ts";

const owner = { failureDomain: "meta", capabilities: [] };

async function createDoor() {
  const table = await createTestHouse();
  for (const id of ["whatsapp", "messenger"]) {
    await createPlatform(table.house, machine("test"), { id, name: id, ...owner });
  }
  const report = async (
    ip: string,
    change: Partial<Omit<Parameters<typeof fileReport>[1], "ip">> = {},
  ) =>
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

test("SEC-13: salts rotate every day, and an old one is really gone", async () => {
  await using door = await createDoor();
  const salts = async () => await door.db.selectFrom("report_salt").selectAll().execute();
  await door.report("198.51.100.7");
  const [first] = await salts();
  door.clock.pass(24 * HOUR_MS);
  await door.report("198.51.100.8");
  const second = (await salts()).find(({ day }) => day !== first?.day);
  expect(second?.salt.equals(first?.salt ?? Buffer.alloc(0))).toBe(false);
  door.clock.set(Date.parse("2026-03-06T11:59:00Z"));
  await forgetOld(door.house);
  expect(await salts()).toHaveLength(2);
  door.clock.set(Date.parse("2026-03-06T12:00:00Z"));
  await forgetOld(door.house);
  expect((await salts()).map(({ salt }) => salt)).toEqual([second?.salt]);
});

test("SEC-13: with its salt gone, not even we can tell whose a report was", async () => {
  const hashes = [];
  for (let house = 0; house < 2; house++) {
    await using door = await createDoor();
    await door.report("198.51.100.7");
    hashes.push((await door.db.selectFrom("report").selectAll().executeTakeFirst())?.reporter_hash);
  }
  // The same key, the same person, the same minute: only chance tells the two houses apart.
  expect(hashes[0]?.equals(hashes[1] ?? Buffer.alloc(0))).toBe(false);
});

test("many nodes that begin a day together take the same salt", async () => {
  await using door = await createDoor();
  const all = Array.from({ length: 20 }, (_, index) => door.report(`198.51.${index}.7`));
  expect(await Promise.all(all)).toEqual(Array(20).fill("taken"));
  expect(await door.db.selectFrom("report_salt").selectAll().execute()).toHaveLength(1);
});

test("one click counts, and what is said later completes it, once", async () => {
  await using door = await createDoor();
  const me = "198.51.100.7";
  expect(await door.report(me, { symptom: null })).toBe("taken");
  expect(await door.report(me, { symptom: null })).toBe("repeated");
  expect(await door.report(me, { symptom: "login", country: "BE", device: "ios" })).toBe(
    "completed",
  );
  expect(await door.report(me, { symptom: "send", appVersion: "v2.24.1" })).toBe("repeated");
  expect(await door.db.selectFrom("report").selectAll().execute()).toMatchObject([
    { symptom: "login", country: "BE", device: "ios", app_version: null },
  ]);
});

test("details that make no sense are left out, the report is not", async () => {
  await using door = await createDoor();
  const odd = { country: "XX", device: "fridge", appVersion: "'; drop table report; --" };
  expect(await door.report("198.51.100.7", odd)).toBe("taken");
  expect(await door.db.selectFrom("report").selectAll().execute()).toMatchObject([
    { country: null, device: null, app_version: null },
  ]);
});

test("SEC-13: a thousand reports of one network count as thirty, and write to nobody", async () => {
  await using door = await createDoor();
  const filed = new Map<string, number>();
  for (let round = 0; round < 10; round++) {
    const all = Array.from({ length: 100 }, (_, index) =>
      door.report(`203.0.113.${index}`, { agent: `browser ${round}` }),
    );
    for (const answer of await Promise.all(all)) filed.set(answer, (filed.get(answer) ?? 0) + 1);
  }
  expect(filed.get("taken")).toBe(REPORTS_PER_BLOCK_MAX);
  expect(filed.get("bounded")).toBe(1_000 - REPORTS_PER_BLOCK_MAX - (filed.get("repeated") ?? 0));
  expect(await door.db.selectFrom("broadcast").selectAll().execute()).toEqual([]);
});
