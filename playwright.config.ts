import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import { findChromium } from "./test/setup/chromium.ts";

/** They end what hangs, and judge nothing: the slowest machine with others to serve is not that slow. */
const testTimeoutMs = 180_000;
const expectTimeoutMs = 40_000;
const actionTimeoutMs = 60_000;

const { executablePath, env, args } = await findChromium();

/** A page lives for seconds here: what V8 saves by optimising its scripts never pays for the work. */
const calm = "--js-flags=--no-turbofan --no-maglev";
// The servers of the workers are the same program: what it compiles to is read from here.
process.env["NODE_COMPILE_CACHE"] ??= fileURLToPath(new URL(".cache/compiled", import.meta.url));

export default defineConfig({
  testDir: "test/browser",
  outputDir: "test-results",
  workers: 2,
  forbidOnly: true,
  timeout: testTimeoutMs,
  expect: { timeout: expectTimeoutMs },
  reporter: [["line"], ["json", { outputFile: ".cache/playwright.json" }]],
  use: {
    browserName: "chromium",
    headless: true,
    actionTimeout: actionTimeoutMs,
    navigationTimeout: actionTimeoutMs,
    launchOptions: { executablePath, env, args: [...args, calm] },
    // Recording every test costs a third of the time: ask for it where one fails, with --trace=on.
    trace: "off",
    screenshot: "only-on-failure",
    // Playwright's video wants an ffmpeg of its own, which npm does not bring.
    video: "off",
    timezoneId: "Europe/Paris",
  },
});
