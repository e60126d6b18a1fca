import { createServer } from "node:http";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { expectAccessible } from "./everybody.ts";
import { startServer, type TestServer } from "./server.ts";
import { enter, expect, newPage, test } from "./world.ts";

const MINUTE_MS = 60_000;
/** The play takes a minute; a machine with others to serve takes as long as it takes. */
const PATIENCE_MS = 20 * MINUTE_MS;
test.setTimeout(25 * MINUTE_MS);

test("a newcomer's first minute: from the first reports to the report", async ({ browser, t }) => {
  const server = await startServer();
  const context = await browser.newContext();
  const page = await newPage(context, "en");
  const said = (key: string) =>
    page
      .getByRole("listitem")
      .filter({ has: page.getByText(beginOf(t(`story.step.${key}`, { count: 2 }))) });
  const step = (key: string) => said(key).getByLabel(t("story.done"));
  const happens = async (key: string) =>
    await expect(step(key), key).toBeVisible({ timeout: PATIENCE_MS });
  try {
    await enter(page, server);
    await expect(page.getByText(t("training.title"))).toBeVisible();
    await happens("sending");
    await expect(said("sending")).toContainText(/now|\b\d+ (sec|min) ago/);
    await reportsRise(page);
    await happens("suspected");
    await happens("confirmed");
    await happens("published");
    // Both while it lasts: the play waits for its own machine, and not for whoever looks.
    await Promise.all([publicIsTold(browser, server), siteIsTold(browser, server)]);
    await happens("fallback");
    await happens("answers");
    await peopleMove(page, server);
    await happens("closed");
    await expect(page.getByText(t("story.over"))).toBeVisible();
    await pageAgreesThatItIsOver(context, server);
    await reportIsWritten(page, server);
  } finally {
    await context.close();
    await server.stop();
  }
});

/** Sentences end in numbers that move: their beginning does not. */
const beginOf = (sentence: string): RegExp => new RegExp(`^${sentence.split(/[:.,]/)[0]}`);

/** The curve of WhatsApp climbs far above what is usual, and its opinion follows. */
async function reportsRise(page: Page): Promise<void> {
  const curves = page.getByRole("img", { name: /^Last count \d+, expected/ });
  const highest = async () => {
    const labels = await curves.evaluateAll((all) => all.map((one) => one.ariaLabel ?? ""));
    return Math.max(0, ...labels.map((label) => Number(/count (\d+)/.exec(label)?.[1] ?? 0)));
  };
  await expect.poll(highest, { timeout: PATIENCE_MS }).toBeGreaterThan(15);
}

/** The public page needs no script to say what is wrong, since when, what works, and when more comes. */
async function publicIsTold(browser: Browser, server: TestServer): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const said = {
    en: {
      heading: /WhatsApp is not working/,
      works: "What works now",
      since: /Since\s*\d\d:\d\d/,
      next: /Next update by/,
    },
    fr: {
      heading: /WhatsApp ne fonctionne pas/,
      works: /Ce qui (marche|fonctionne)/,
      since: /Depuis\s*\d+\sh\s\d\d/,
      next: /Prochaine/,
    },
  };
  for (const language of ["en", "fr"] as const) {
    const { heading, works, since, next } = said[language];
    // Without script the page does not follow by itself: people reload it. What is confirmed
    // stands there a moment before the notice that promises more.
    await expect(async () => {
      await page.goto(`${server.url}/${language}`);
      const shown = (await page.getByRole("main").textContent()) ?? "";
      for (const part of [heading, since, next]) expect(shown).toMatch(part);
    }).toPass();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(heading);
    const instead = page.locator("#works");
    await expect(instead.getByRole("heading", { name: works })).toBeVisible();
    await expect(instead.locator('a[href^="sms:"]')).toBeVisible();
    await expect(instead.locator('a[href^="tel:"]')).toBeVisible();
    await expect(instead).not.toContainText("wa.me");
  }
  await context.close();
}

/** One line on somebody else's site shows the banner, in the site's language, until it is closed. */
async function siteIsTold(browser: Browser, server: TestServer): Promise<void> {
  await using site = await openSite(server);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}/fr`);
  await expect(page.getByRole("region", { name: "Annonce" })).toContainText(
    "WhatsApp est en panne",
  );
  await page.goto(`${site.url}/en`);
  const banner = page.getByRole("region", { name: "Notice" });
  await expect(banner).toContainText("WhatsApp is down");
  await expectAccessible(page);
  const close = banner.getByRole("button", { name: "Close" });
  await expect(async () => {
    await page.keyboard.press("Tab");
    expect(await close.evaluate((button) => button.matches(":focus"))).toBe(true);
  }).toPass();
  await page.keyboard.press("Enter");
  await expect(banner).toHaveCount(0);
  const asked = page.waitForResponse(/banner\.json/);
  await page.reload();
  expect((await asked).ok()).toBe(true);
  await expect(page.getByRole("heading", { name: "Shop" })).toBeVisible();
  await expect(banner).toHaveCount(0);
  await context.close();
}

/** WhatsApp went silent after its first messages; SMS and e-mail carried the rest, and people answer. */
async function peopleMove(page: Page, server: TestServer): Promise<void> {
  const progress = async () =>
    (await (await page.request.get(`${server.url}/api/broadcasts/1`)).json()).progress;
  const carried = async (kind: string) => {
    const { byChannel } = await progress();
    return byChannel.find(({ name }: { name: string }) => name.startsWith(kind))?.delivered ?? 0;
  };
  await expect.poll(() => carried("SMS"), { timeout: PATIENCE_MS }).toBeGreaterThan(100);
  await expect.poll(() => carried("E-mail"), { timeout: PATIENCE_MS }).toBeGreaterThan(0);
  await expect
    .poll(async () => (await progress()).answers.safe, { timeout: PATIENCE_MS })
    .toBeGreaterThan(10);
  await page.goto(`${server.url}/console/broadcasts/1`);
  for (const name of [/^WhatsApp/, /^SMS/, /^E-mail/]) {
    await expect(page.getByText(name).first()).toBeVisible();
  }
  await page.goto(`${server.url}/console`);
}

/** What people decided and what the machine sees are two facts, and at the end of the play the same. */
async function pageAgreesThatItIsOver(context: BrowserContext, server: TestServer): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${server.url}/en`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You can reach us as usual");
  await expect(page.getByRole("main")).toContainText(/WhatsApp\s*What we see\s*No trouble/);
  await page.close();
}

async function reportIsWritten(page: Page, server: TestServer): Promise<void> {
  const { incidents } = await (
    await page.request.get(`${server.url}/api/incidents?scope=all`)
  ).json();
  expect(incidents).toHaveLength(1);
  await page.goto(`${server.url}/console/incidents/${incidents[0].id}?tab=report`);
  await expect(page.getByText("To the first notice")).toBeVisible();
  await expectAccessible(page);
}

/** Somebody's shop, on an origin of its own, with our one line in it. */
async function openSite(server: TestServer) {
  const site = createServer((request, response) => {
    const language = request.url === "/fr" ? "fr" : "en";
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(
      `<!doctype html><html lang="${language}"><head><title>Shop</title></head><body><main><h1>Shop</h1>` +
        `<script src="${server.url}/banner.js" async></script></main></body></html>`,
    );
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
  const address = site.address();
  if (address === null || typeof address === "string") throw new Error("The shop has no address.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose]() {
      site.closeAllConnections();
      await new Promise((resolve) => site.close(resolve));
    },
  };
}
