import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { startServer, type TestServer } from "./server.ts";

/** One training organisation a worker, without its outage: tests make their own. */
export const test = base.extend<{ console: Page }, { server: TestServer; session: string }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
    async ({}, use) => {
      const server = await startServer("--no-play");
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  /** The link works once, so the session's cookie is shared by the tests of a worker. */
  session: [
    async ({ server, browser }, use) => {
      const page = await browser.newPage();
      await page.goto(server.link);
      await page.waitForURL(/\/console\/?$/);
      const cookies = await page.context().cookies();
      await page.close();
      await use(cookies.find((cookie) => cookie.name === "tocsin_session")?.value ?? "");
    },
    { scope: "worker", timeout: 60_000 },
  ],
  console: async ({ page, server, session }, use) => {
    const cookie = { name: "tocsin_session", value: session, url: server.url };
    await page.context().addCookies([cookie]);
    await use(page);
  },
});

/** No violation of WCAG 2.2 A and AA that axe can see. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(" | ")}`);
  expect(found).toEqual([]);
}

export { expect };
