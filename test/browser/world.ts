import AxeBuilder from "@axe-core/playwright";
import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { type Words, wordsFor } from "../../src/lib/words.ts";
import { startServer, type TestServer } from "./server.ts";

const COOKIE = "tocsin_session";
const CHOICE = "tocsin.language";
const SERVER_TIMEOUT_MS = 90_000;

type Mine = { language: "fr" | "en"; t: Words; console: Page };
type Shared = { server: TestServer; session: string };

/** One training organisation a worker, without its outage: tests make their own. */
export const test = base.extend<Mine, Shared>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
    async ({}, use) => {
      const server = await startServer("--no-play");
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: SERVER_TIMEOUT_MS },
  ],
  /** The link works once, so the session's cookie is shared by the tests of a worker. */
  session: [
    async ({ server, browser }, use) => {
      const context = await browser.newContext();
      await enter(await newPage(context, "en"), server);
      const cookies = await context.cookies();
      await context.close();
      await use(cookies.find(({ name }) => name === COOKIE)?.value ?? "");
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
  console: async ({ context, page, server, session, language }, use) => {
    await context.addCookies([{ name: COOKIE, value: session, url: server.url }]);
    await speak(context, language);
    await use(page);
  },
});

/** Signs in by the one-time link, as a newcomer does. */
export async function enter(page: Page, server: TestServer): Promise<void> {
  await page.goto(server.link);
  await page.getByRole("button").click();
  await page.waitForURL(/\/console\/?$/);
}

/** A page of a context whose console speaks this language. */
export async function newPage(context: BrowserContext, language: "fr" | "en"): Promise<Page> {
  await speak(context, language);
  return await context.newPage();
}

async function speak(context: BrowserContext, language: "fr" | "en"): Promise<void> {
  await context.addInitScript(
    ([name, choice]) => localStorage.setItem(name ?? "", choice ?? ""),
    [CHOICE, language],
  );
}

/** No violation of WCAG 2.2 A and AA that axe can see. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  // The one frame we have is the preview of the public page, which lets no script in, axe included.
  const options = { iframes: false, resultTypes: ["violations" as const] };
  const axe = new AxeBuilder({ page }).options(options).withTags(tags).setLegacyMode();
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" | ")}`);
  expect(found, page.url()).toEqual([]);
}

/** Nothing has to be scrolled sideways. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const over = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  await expect.poll(over, page.url()).toBe(0);
}

export { expect };
