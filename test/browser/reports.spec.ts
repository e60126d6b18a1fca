import type { Page } from "@playwright/test";
import { platformPage } from "../../src/pages/platform.ts";
import { mapSvg } from "../../src/pages/platform-map.ts";
import { platformsPage } from "../../src/pages/platforms.ts";
import { crowdedCalm, crowdedOutage } from "../public-crowd.ts";
import { contextOf } from "../public-example.ts";
import { expectAccessible, expectForEverybody } from "./everybody.ts";
import { expect, test } from "./world.ts";

function drawn(language: "fr" | "en", calm: boolean) {
  const context = contextOf(calm ? crowdedCalm : crowdedOutage, language);
  const [platform] = context.state.platforms;
  const [crowd] = context.state.crowds;
  if (!platform || !crowd) throw new Error("The example has a platform.");
  return {
    now: context.now,
    page: platformPage(context, platform, crowd).toString(),
    all: platformsPage(context).toString(),
    map: mapSvg(context, platform, crowd).toString(),
  };
}

/** The page of WhatsApp on the morning of its outage, under the real server's policy and script. */
async function open(page: Page, server: { url: string }, language: "fr" | "en", calm = false) {
  const { now, ...bodies } = drawn(language, calm);
  const base = `${server.url}/${language}/platforms`;
  await page.clock.install({ time: now });
  const headers = await page.request.get(`${server.url}/${language}`).then((r) => r.headers());
  const answers = [
    [base, { ...headers, "tocsin-now": "" }, bodies.all],
    [`${base}/whatsapp`, { ...headers, "tocsin-now": "" }, bodies.page],
    [`${base}/whatsapp/map.svg**`, { "content-type": "image/svg+xml" }, bodies.map],
  ] as const;
  for (const [url, kind, body] of answers) {
    await page.route(url, (route) => route.fulfill({ headers: kind, body }));
  }
  await page.goto(`${base}/whatsapp`);
}

for (const language of ["fr", "en"] as const) {
  test(`a platform, all of them and the form are for everybody: ${language}`, async ({
    page,
    server,
  }) => {
    await open(page, server, language);
    for (const path of ["platforms/whatsapp", "platforms", "report?platform=whatsapp"]) {
      await page.goto(`${server.url}/${language}/${path}`);
      await expectForEverybody(page);
    }
  });
}

test("the map loads under the page's own policy, and says in words what it shows", async ({
  page,
  server,
}) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await open(page, server, "en");
  const map = page.getByRole("img", {
    name: /^Parts of the excess reports by country: France 54%/,
  });
  await map.scrollIntoViewIfNeeded();
  await expect
    .poll(() => map.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth))
    .toBe(960);
  expect(complaints).toEqual([]);
});

test("by keyboard: the same figures as a table, one stop away", async ({ page, server }) => {
  await open(page, server, "en");
  const table = page.getByText("The same figures as a table");
  await table.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("cell", { name: "312" })).toBeVisible();
  await expectAccessible(page);
});

test("news keeps the focus on the button, and is said once", async ({ page, server }) => {
  await open(page, server, "en", true);
  const said = page.locator("#said");
  await expect(said).toBeEmpty();
  await page.getByText("The same figures as a table").focus();
  const bodies = drawn("en", false);
  await page.unroute(`${server.url}/en/platforms/whatsapp`);
  await page.route(`${server.url}/en/platforms/whatsapp`, (route) =>
    route.fulfill({ contentType: "text/html", body: bodies.page }),
  );
  await page.clock.fastForward("00:31");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("WhatsApp is down");
  await expect(said).toHaveText("WhatsApp is down");
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("SUMMARY");
});

test("without any script one click counts, and may be told in detail", async ({
  browser,
  server,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const address = `${server.url}/en/platforms/telegram`;
  await expect.poll(async () => (await page.request.get(address)).status()).toBe(200);
  await page.goto(address);
  await page.getByRole("button", { name: "Report a problem" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you, noted");
  await page.getByRole("link", { name: "Say what is wrong" }).click();
  await expect(page.getByRole("radio", { name: "Telegram" })).toBeChecked();
  await page.getByRole("radio", { name: "Calls do not work" }).check();
  await page.getByLabel("Where are you?").selectOption({ label: "Côte d’Ivoire" });
  await page.getByLabel("On which device?").selectOption("android");
  await page.getByLabel("App version").fill("the newest");
  await page.getByLabel("Would you like to add anything?").fill("calls drop after ten seconds");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("alert")).toContainText("Write the version in digits and dots");
  await expect(page.getByLabel("App version")).toHaveValue("the newest");
  await page.getByLabel("App version").fill("10.14");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Thank you for saying more");
  expect(await context.cookies()).toEqual([]);
  await context.close();
});

test("a comment is read before it shows: by keyboard, with a way back", async ({
  console: page,
  server,
  t,
}) => {
  const words = "messages to my mother arrive an hour late";
  const filed = await page.request.post(`${server.url}/api/public/reports`, {
    data: { platform: "signal", symptom: "receive", country: "BE", comment: words },
  });
  expect(filed.status()).toBe(201);
  await page.goto(`${server.url}/console/comments`);
  const card = page.getByRole("article").filter({ hasText: words });
  await expect(card).toBeVisible();
  await expectForEverybody(page);
  await card.focus();
  await page.keyboard.press("a");
  await expect(page.getByText(t("moderation.done.accepted", { words }))).toBeVisible();
  await expect(card).toHaveCount(0);
  await page.getByRole("button", { name: t("moderation.undo") }).click();
  await expect(card).toBeVisible();
  await card.focus();
  await page.keyboard.press("r");
  await expect(card).toHaveCount(0);
  await page.getByText(t("moderation.state.rejected"), { exact: true }).click();
  await expect(card).toBeVisible();
  await expectAccessible(page);
});
