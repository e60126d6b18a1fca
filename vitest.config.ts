import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Two shared cores: more workers only wait for each other. */
const workersMax = 2;
const testTimeoutMs = 30_000;

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
    maxWorkers: workersMax,
    testTimeout: testTimeoutMs,
    hookTimeout: testTimeoutMs,
    env: {
      TZ: "UTC",
      // Programs that a test starts find compiled what the one before them ran.
      NODE_COMPILE_CACHE: fileURLToPath(new URL(".cache/compiled", import.meta.url)),
    },
  },
});
