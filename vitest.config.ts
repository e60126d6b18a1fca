import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Two shared cores: more workers only wait for each other. */
const workersMax = 2;
/** Ends what hangs, and judges nothing: the slowest machine with others to serve is not that slow. */
const testTimeoutMs = 180_000;

/** The longest files of all begin first: at the end one of them would run alone, for half a minute. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => moduleId.includes("/test/kill/");
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: [
      "src/**/*.test.ts",
      "test/**/*.test.ts",
      "console/**/*.test.{ts,tsx}",
      "widget/**/*.test.ts",
      "bench/**/*.test.ts",
    ],
    exclude: ["test/browser/**", "**/node_modules/**", "**/dist/**"],
    globalSetup: ["test/setup/database.ts"],
    pool: "forks",
    // A file finds the modules already loaded that the one before it used: none may keep a state.
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
    maxWorkers: workersMax,
    // Most of what a test makes is soon forgotten: a larger nursery spares a tenth of the work.
    execArgv: ["--min-semi-space-size=32", "--max-semi-space-size=64"],
    sequence: { sequencer: LongestFirst },
    testTimeout: testTimeoutMs,
    hookTimeout: testTimeoutMs,
    // Whoever asks until it is so has as long as the test has: how soon it is so tells nothing.
    expect: { poll: { timeout: testTimeoutMs } },
    env: {
      TZ: "UTC",
      // Programs that a test starts find compiled what the one before them ran.
      NODE_COMPILE_CACHE: fileURLToPath(new URL(".cache/compiled", import.meta.url)),
    },
  },
});
