import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { createRepository } from "./repository.ts";

test("it installs once, and again when the lockfile changes", async () => {
  using repository = createRepository();
  expect(await repository.go("run", "leave", "0")).toMatchObject({ code: 0, complaints: "" });
  expect(await repository.go("run", "leave", "0")).toMatchObject({ code: 0, complaints: "" });
  expect(repository.read("installs")).toBe("x");
  repository.write("package-lock.json", "{ }");
  expect(await repository.go("run", "leave", "0")).toMatchObject({ code: 0, complaints: "" });
  expect(repository.read("installs")).toBe("xx");
});

test("an installation that is killed half-way counts as none", async () => {
  using repository = createRepository();
  repository.write("npm-waits", "");
  const killed = repository.start("run", "leave", "0");
  await hear(killed, "npm is waiting");
  killed.kill("SIGTERM");
  expect(await once(killed, "exit")).toEqual([143, null]);
  expect(existsSync(join(repository.path, "node_modules"))).toBe(true);
  repository.remove("npm-waits");
  expect(await repository.go("run", "leave", "0")).toMatchObject({ code: 0 });
  expect(repository.read("installs")).toBe("xx");
});

test("two terminals at once install once", async () => {
  using repository = createRepository();
  const both = [repository.go("run", "leave", "0"), repository.go("run", "leave", "0")];
  expect((await Promise.all(both)).map((each) => each.code)).toEqual([0, 0]);
  expect(repository.read("installs")).toBe("x");
});

test("the lock of a launcher that died is no obstacle", async () => {
  using repository = createRepository();
  repository.write(".cache/launcher.lock", JSON.stringify({ pid: process.pid, birth: "1" }));
  expect(await repository.go("run", "leave", "0")).toMatchObject({ code: 0 });
  expect(existsSync(join(repository.path, ".cache", "launcher.lock"))).toBe(false);
});

test("it leaves with the code of the program", async () => {
  using repository = createRepository();
  expect(await repository.go("run", "leave", "7")).toMatchObject({ code: 7 });
  expect(await repository.go("run", "die")).toMatchObject({ code: 137 });
  expect(await repository.go("dance")).toMatchObject({ code: 2 });
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s is passed on and waited for",
  async (signal) => {
    using repository = createRepository();
    const running = repository.start("start");
    await hear(running, "serving");
    const ended = once(running, "exit");
    running.kill(signal);
    await hear(running, `ending after ${signal}`);
    expect(await ended).toEqual([0, null]);
  },
);

test("what the browser gets is built when its sources changed, and only then", async () => {
  using repository = createRepository();
  repository.write("widget/banner.ts", "1");
  await repository.go("build");
  await repository.go("build");
  expect(repository.read("builds")).toBe("console\nwidget\n");
  repository.write("widget/banner.ts", "2");
  await repository.go("build");
  expect(repository.read("builds")).toBe("console\nwidget\nwidget\n");
});

test("the last line sums up all steps, and one that fails fails the whole", async () => {
  using repository = createRepository();
  const unloaded = { status: "failed", assertionResults: [] };
  repository.write(
    "tools/vitest/vitest.mjs",
    reporting("vitest", { numPassedTests: 5, numFailedTests: 1, testResults: [unloaded] }, 1),
  );
  const stats = { expected: 3, flaky: 0, unexpected: 0 };
  repository.write(
    "tools/@playwright/test/cli.js",
    reporting("playwright", { stats, errors: [] }, 0),
  );
  repository.write("tools/oxlint/bin/oxlint", "process.exit(4);");
  const { code, lines } = await repository.go("test");
  expect({ code, last: lines.at(-1) }).toEqual({ code: 4, last: "8 passed, 3 failed" });
});

test("the tests run beside the other steps, and nobody talks into what another says", async () => {
  using repository = createRepository();
  repository.write("tools/vitest/vitest.mjs", `console.log("unit");\n${waitingFor("page")}`);
  repository.write(
    "tools/@playwright/test/cli.js",
    `import { writeFileSync } from "node:fs";
    console.log("one");
    writeFileSync("page", "");
    ${waitingFor("page")}
    console.log("two");`,
  );
  const { code, lines } = await repository.go("test");
  expect({ code, last: lines.at(-1) }).toEqual({ code: 0, last: "0 passed, 0 failed" });
  expect(lines.join("\n")).toContain("one\ntwo\n");
});

test("whoever stops the tests stops all that run side by side", async () => {
  using repository = createRepository();
  const patient = (name: string) =>
    `import { writeFileSync } from "node:fs";
    process.on("SIGTERM", () => {
      writeFileSync("${name} stopped", "");
      process.exit(0);
    });
    writeFileSync("${name}", "");`;
  repository.write("tools/vitest/vitest.mjs", `${patient("unit")}\n${waitingFor("never")}`);
  repository.write("tools/oxlint/bin/oxlint", `${patient("lint")}\n${waitingFor("never")}`);
  const running = repository.start("test");
  const ended = once(running, "exit");
  await expect
    .poll(() => ["unit", "lint"].every((name) => isThere(repository.path, name)))
    .toBe(true);
  running.kill("SIGTERM");
  await ended;
  expect(
    ["unit stopped", "lint stopped"].filter((name) => !isThere(repository.path, name)),
  ).toEqual([]);
});

test("SEC-12: a lesson whose test is missing, skipped or failed fails the run by its name", async () => {
  using repository = createRepository();
  repository.write("test/lessons.json", '["SEC-1", "SEC-2", "SEC-3", "SEC-10"]');
  repository.write("test/faults.json", '["R1", "R10", "S1", "S12"]');
  const results = [
    { status: "passed", fullName: "guard SEC-1: refuses" },
    { status: "skipped", fullName: "SEC-2: refuses" },
    { status: "failed", fullName: "SEC-3: refuses" },
    { status: "passed", fullName: "R10 S1, S12-b: holds" },
  ];
  const testResults = [{ status: "passed", assertionResults: results }];
  repository.write(
    "tools/vitest/vitest.mjs",
    reporting("vitest", { numPassedTests: 1, numFailedTests: 0, testResults }, 0),
  );
  const specs = [{ ok: true, title: "SEC-10: refuses" }];
  const suites = [{ title: "a file", suites: [{ title: "a group", specs }] }];
  const stats = { expected: 1, flaky: 0, unexpected: 0 };
  repository.write(
    "tools/@playwright/test/cli.js",
    reporting("playwright", { stats, errors: [], suites }, 0),
  );
  const { code, lines } = await repository.go("test");
  expect(code).toBe(1);
  expect(lines).toContain("No test by the name of SEC-2 has passed.");
  expect(lines).toContain("No test by the name of SEC-3 has passed.");
  expect(lines).toContain("No test by the name of R1 has passed.");
  expect(lines).toContain("No test by the name of S12 has passed.");
  expect(lines.filter((line) => line.startsWith("No test"))).toHaveLength(4);
  expect(lines.at(-1)).toBe("2 passed, 4 failed");
});

test("what failed is named once more at the end, before the sum", async () => {
  using repository = createRepository();
  const file = (name: string, status: string, ...assertionResults: object[]) => ({
    name: join(repository.path, name),
    status,
    assertionResults,
  });
  const testResults = [
    file("test/a.test.ts", "failed", { status: "failed", fullName: "doors open" }),
    file("test/b.test.ts", "failed"),
    file("test/c.test.ts", "failed", { status: "passed", fullName: "doors close" }),
    file("test/d.test.ts", "passed", { status: "passed", fullName: "doors stand" }),
  ];
  repository.write(
    "tools/vitest/vitest.mjs",
    reporting("vitest", { numPassedTests: 2, numFailedTests: 1, testResults }, 1),
  );
  const specs = [
    { ok: false, title: "is read out" },
    { ok: true, title: "is drawn" },
  ];
  const suites = [{ title: "page.spec.ts", suites: [{ title: "the page", specs }] }];
  const stats = { expected: 1, flaky: 0, unexpected: 1 };
  const errors = [{ message: "No server\n at line 3" }];
  repository.write(
    "tools/@playwright/test/cli.js",
    reporting("playwright", { stats, errors, suites }, 1),
  );
  repository.write("tools/oxlint/bin/oxlint", "process.exit(4);");
  const { lines } = await repository.go("test");
  expect(lines.slice(-7)).toEqual([
    "Failed: lint",
    "Failed: test/a.test.ts › doors open",
    "Failed: test/b.test.ts › not loaded",
    "Failed: test/c.test.ts › outside of its tests",
    "Failed: page.spec.ts › the page › is read out",
    "Failed: No server",
    "3 passed, 5 failed",
  ]);
});

test("tests that end badly without a report count as a failure", async () => {
  using repository = createRepository();
  repository.write("tools/vitest/vitest.mjs", "process.exit(1);");
  const { code, lines } = await repository.go("test", "unit");
  expect({ code, last: lines.at(-1) }).toEqual({ code: 1, last: "0 passed, 1 failed" });
});

test("tests that could not even be prepared are told as a failure too", async () => {
  using repository = createRepository();
  repository.write("tools/vite/bin/vite.js", "process.exit(3);");
  const unbuilt = await repository.go("test", "lint");
  expect({ code: unbuilt.code, last: unbuilt.lines.at(-1) }).toEqual({
    code: 3,
    last: "0 passed, 1 failed",
  });
  repository.write("bin/npm", "#!/usr/bin/env node\nprocess.exit(9);");
  repository.write("package-lock.json", "{ }");
  const uninstalled = await repository.go("test");
  expect({ code: uninstalled.code, last: uninstalled.lines.at(-1) }).toEqual({
    code: 9,
    last: "0 passed, 1 failed",
  });
});

const isThere = (path: string, name: string): boolean => existsSync(join(path, name));

/** What a program does that goes on once there is a file of this name. */
function waitingFor(name: string): string {
  return `const { existsSync } = await import("node:fs");
    const { setTimeout: pause } = await import("node:timers/promises");
    while (!existsSync("${name}")) await pause(10);`;
}

function reporting(name: string, report: object, code: number): string {
  return `
    import { writeFileSync } from "node:fs";
    writeFileSync(".cache/${name}.json", ${JSON.stringify(JSON.stringify(report))});
    process.exit(${code});`;
}

async function hear(child: ChildProcessWithoutNullStreams, awaited: string): Promise<void> {
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === awaited) return;
  }
  throw new Error(`It ended without "${awaited}".`);
}
