import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { bannerOf } from "../../src/pages/banner.ts";
import { incidentPage } from "../../src/pages/incident.ts";
import { statusPage } from "../../src/pages/status.ts";
import { calmFacts, contextOf, outageFacts } from "../public-example.ts";
import { expectAccessible, expectForEverybody } from "./everybody.ts";
import { expect, test } from "./world.ts";

/** The page of a morning without WhatsApp, under the real policy and script of the real server. */
async function open(page: Page, server: { url: string }, language: "fr" | "en", calm = false) {
  const facts = calm ? calmFacts : outageFacts;
  await page.clock.install({ time: contextOf(facts, language).now });
  await page.route(`${server.url}/${language}`, async (route) => {
    const response = await route.fetch();
    const body = statusPage(contextOf(facts, language)).toString();
    await route.fulfill({ response, body, headers: { ...response.headers(), "tocsin-now": "" } });
  });
  await page.goto(`${server.url}/${language}`);
}

/** The permanent page of that outage. */
async function openIncident(page: Page, server: { url: string }, language: "fr" | "en") {
  const context = contextOf(outageFacts, language);
  const [incident] = context.state.open;
  if (!incident) throw new Error("The example has no incident.");
  const url = `${server.url}/${language}/incidents/${incident.id}`;
  await page.route(url, async (route) => {
    const { headers } = await page.request.get(`${server.url}/${language}`).then((answer) => ({
      headers: answer.headers(),
    }));
    const body = incidentPage(context, incident).toString();
    await route.fulfill({ headers, body });
  });
  await page.goto(url);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("WhatsApp");
}

for (const language of ["fr", "en"] as const) {
  test(`status, incident and forms are for everybody: ${language}`, async ({ page, server }) => {
    await open(page, server, language);
    await expectForEverybody(page, [375, 1920]);
    await openIncident(page, server, language);
    await expectForEverybody(page);
    for (const path of ["report", "subscribe", "subscribe?by=webhook"]) {
      await page.goto(`${server.url}/${language}/${path}`);
      await expectForEverybody(page);
    }
  });
}

test("it asks nobody else for anything, and breaks none of its own policy", async ({
  page,
  server,
}) => {
  const hosts = new Set<string>();
  const complaints: string[] = [];
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await open(page, server, "fr");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("WhatsApp");
  expect([...hosts]).toEqual([server.url]);
  expect(complaints).toEqual([]);
});

test("by keyboard: the first stop leads to the content", async ({ page, server }) => {
  await open(page, server, "en");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
});

test("news is said once, and focus stays where it was", async ({ page, server }) => {
  await open(page, server, "en", true);
  const said = page.locator("#said");
  await expect(said).toBeEmpty();
  const link = page.getByRole("link", { name: "Open Messenger" });
  await link.focus();
  await page.unroute(`${server.url}/en`);
  await page.route(`${server.url}/en`, async (route) => {
    const body = statusPage(contextOf(outageFacts, "en")).toString();
    await route.fulfill({ contentType: "text/html", body });
  });
  await page.clock.fastForward("00:31");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    "WhatsApp is not working at the moment",
  );
  await expect(said).toHaveText("WhatsApp is not working at the moment");
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("A");
});

test("by keyboard: one stop for ninety days, and each day says its name", async ({
  page,
  server,
}) => {
  await open(page, server, "en");
  const strip = page.getByRole("slider", { name: /^WhatsApp/ });
  await strip.focus();
  await expect(strip).toHaveAttribute("aria-valuetext", "20 November – Down");
  const walk = [
    ["ArrowLeft", "19 November – No incident recorded"],
    ["PageDown", "12 November – No incident recorded"],
    ["Home", "23 August – Not recorded"],
    ["End", "20 November – Down"],
  ] as const;
  for (const [key, said] of walk) {
    await page.keyboard.press(key);
    await expect(strip).toHaveAttribute("aria-valuetext", said);
    await expect(page.getByText(said)).toBeVisible();
  }
  // Each day opens: what happened on it is the next stop.
  await page.keyboard.press("Enter");
  const day = page.getByRole("row", { name: "20 November" });
  await expect(day.getByRole("link", { name: "General outage of WhatsApp" })).toBeFocused();
  await expectAccessible(page);
});

test("a page that has lost its server says how old it is", async ({ page, server }) => {
  await open(page, server, "en", true);
  await page.unroute(`${server.url}/en`);
  await page.route(`${server.url}/en`, (route) => route.abort());
  await expect(page.locator("#stale")).toBeHidden();
  await page.clock.runFor("03:00");
  await expect(page.locator("#stale")).toBeVisible();
  await expect(page.locator("#stale")).toContainText("3 minutes ago");
});

test("without any script the report form works, and says what is missing", async ({
  browser,
  server,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server.url}/fr/report`);
  await page.getByRole("radio", { name: "WhatsApp" }).check();
  await page.getByRole("button", { name: "Envoyer" }).click();
  await expect(page.getByRole("alert")).toContainText("Choisissez ce qui se passe.");
  await page.getByRole("radio", { name: "Je ne reçois rien" }).check();
  await page.getByRole("button", { name: "Envoyer" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Merci, c’est noté");
  await context.close();
});

test.describe("the banner on somebody else's page", () => {
  const SITE = "https://shop.example/";
  const SCRIPT = "https://etat.example/banner.js";
  const code = () => readFileSync(new URL("../../dist/widget/banner.js", import.meta.url), "utf8");

  async function visit(page: Page, lang: "fr" | "en" = "en") {
    const context = contextOf(outageFacts, lang);
    await page.clock.install({ time: context.now });
    await page.route(SITE, (route) =>
      route.fulfill({
        contentType: "text/html",
        headers: {
          "content-security-policy":
            "default-src 'none'; script-src https://etat.example; connect-src https://etat.example",
        },
        body: `<!doctype html><html lang="${lang}"><title>Shop</title><body><h1>Shop</h1><script src="${SCRIPT}" async></script></body></html>`,
      }),
    );
    await page.route(SCRIPT, (route) =>
      route.fulfill({ contentType: "text/javascript", body: code() }),
    );
    await page.route(`https://etat.example/${lang}/banner.json`, (route) =>
      route.fulfill({
        json: bannerOf(context),
        headers: { "access-control-allow-origin": "*" },
      }),
    );
    await page.goto(SITE);
  }

  test("stands first, is styled under a strict policy, and can be closed", async ({ page }) => {
    await visit(page);
    const banner = page.getByRole("region", { name: "Notice" });
    await expect(banner).toContainText("WhatsApp is not delivering messages");
    await expect(banner).toContainText("True just now.");
    await expect(banner.getByRole("link", { name: "Phone" })).toHaveAttribute(
      "href",
      "tel:+33155000002",
    );
    expect(await page.evaluate(() => document.body.firstElementChild?.tagName)).toBe("SECTION");
    const close = banner.getByRole("button", { name: "Close" });
    const box = await close.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
    expect(await banner.locator("div").evaluate((div) => getComputedStyle(div).paddingLeft)).toBe(
      "18px",
    );
    await close.press("Enter");
    await expect(banner).toHaveCount(0);
    await page.reload();
    await expect(page.getByRole("heading", { name: "Shop" })).toBeVisible();
    await expect(banner).toHaveCount(0);
    expect(await page.context().cookies()).toEqual([]);
  });

  test("keeps the last notice, with its age, when its origin is gone", async ({ page }) => {
    await visit(page, "fr");
    const banner = page.getByRole("region", { name: "Annonce" });
    await expect(banner).toContainText("à l’instant");
    await page.unroute("https://etat.example/fr/banner.json");
    await page.route("https://etat.example/fr/banner.json", (route) => route.abort());
    await page.clock.runFor("05:00");
    await expect(banner).toContainText("il y a 5 minutes");
    await page.reload();
    await expect(banner).toContainText("WhatsApp ne distribue plus");
  });
});
