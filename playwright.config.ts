import { defineConfig } from "@playwright/test";
import { findChromium } from "./test/setup/chromium.ts";

const testTimeoutMs = 60_000;
const expectTimeoutMs = 10_000;
const actionTimeoutMs = 15_000;

const { executablePath, env, args } = await findChromium();

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
    launchOptions: { executablePath, env, args },
    // Recording every test costs a third of the time: ask for it where one fails, with --trace=on.
    trace: "off",
    screenshot: "only-on-failure",
    // Playwright's video wants an ffmpeg of its own, which npm does not bring.
    video: "off",
    timezoneId: "Europe/Paris",
  },
});
