import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { type Words, wordsFor } from "../../src/lib/words.ts";
import { startServer, type TestServer } from "./server.ts";

const CHOICE = "tocsin.language";
const SERVER_TIMEOUT_MS = 180_000;
/** Playwright knows its settings in tests only; a context of several tests is told. */
const VISITOR = { locale: "en-US", timezoneId: "Europe/Paris" };

type Mine = { language: "fr" | "en"; t: Words; console: Page };
type Shared = { server: TestServer; session: BrowserContext };

/** One training organisation a worker, without its outage: tests make their own. */
export const test = base.extend<Mine, Shared>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
    async ({}, use) => {
      const server = await startServer("--no-play");
      // The address is printed a moment before the first page is drawn.
      const drawn = async () => (await fetch(`${server.url}/en`)).status;
      await expect.poll(drawn, { timeout: SERVER_TIMEOUT_MS }).toBe(200);
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: SERVER_TIMEOUT_MS },
  ],
  /**
   * The link works once, so the tests of a worker share the session; and the browser's memory of the
   * console's scripts, which are much to read.
   */
  session: [
    async ({ server, browser }, use) => {
      const context = await browser.newContext(VISITOR);
      const page = await newPage(context, "en");
      await enter(page, server);
      await page.close();
      await use(context);
      await context.close();
    },
    { scope: "worker", timeout: SERVER_TIMEOUT_MS },
  ],
  language: ["en", { option: true }],
  /** The console's own words, so that no test depends on how a sentence is put. */
  t: async ({ language }, use) => {
    const words = wordsFor(language);
    const inConsole = (key: string, params?: Record<string, unknown>) =>
      words(`console:${key}`, params);
    await use(Object.assign(inConsole, { language }));
  },
  console: async ({ session, language }, use) => {
    const page = await newPage(session, language);
    await use(page);
    await page.close();
  },
});

/** Signs in by the one-time link, as a newcomer does. */
export async function enter(page: Page, server: TestServer): Promise<void> {
  await page.goto(server.link);
  await page.getByRole("button").click();
  await page.waitForURL(/\/console\/?$/);
}

/** A page whose console speaks this language. */
export async function newPage(context: BrowserContext, language: "fr" | "en"): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(
    ([name, choice]) => localStorage.setItem(name ?? "", choice ?? ""),
    [CHOICE, language],
  );
  return page;
}

export { expect };
