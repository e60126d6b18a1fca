import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { publicStateOf } from "../../src/domain/public-state.ts";
import { createCopy } from "../../src/http/public/copy.ts";
import { createFace } from "../../src/http/public/face.ts";
import { newSigningPair, signer } from "../../src/lib/signing.ts";
import { bannerOf } from "../../src/pages/banner.ts";
import { createPlace } from "../place.ts";
import { contextOf, MINUTE, NOW, outageFacts } from "../public-example.ts";
import { expectAccessible, expectNoOverflow } from "./everybody.ts";
import { expect, test } from "./world.ts";

const TYPES: Record<string, string> = {
  html: "text/html",
  json: "application/json",
  svg: "image/svg+xml",
};

const LATER = NOW + 25 * MINUTE;

/** The dullest host there is: files, an index for a folder, 404.html for the rest; all of it below `at`. */
async function openStaticHost(folder: string, at = "") {
  const server: Server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? "", "http://x").pathname);
    const path = asked.startsWith(at) ? asked.slice(at.length) : "/nothing";
    const found = [path, `${path}/index.html`].flatMap((name) => {
      try {
        return [{ name, bytes: readFileSync(join(folder, name)) }];
      } catch {
        return [];
      }
    })[0];
    const { name, bytes } = found ?? {
      name: "404.html",
      bytes: readFileSync(join(folder, "404.html")),
    };
    const type = TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "text/plain";
    const headers = {
      "content-type": `${type}; charset=utf-8`,
      date: new Date(LATER).toUTCString(),
    };
    response.writeHead(found ? 200 : 404, headers).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("No port was given.");
  return {
    url: `http://127.0.0.1:${address.port}${at}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A copy as it was left behind when the house went dark, on such a host. */
async function leaveCopy(at = "") {
  const place = createPlace();
  const pair = newSigningPair();
  const sign = signer(pair.privateKey);
  const copy = createCopy({ folder: place.path, signing: async () => sign });
  const face = createFace({
    read: async () => publicStateOf(outageFacts, NOW),
    now: () => NOW,
    publicUrl: "https://gone.example",
    bannerScript: "/*banner*/",
    keep: copy.keep,
  });
  await face.refresh();
  const host = await openStaticHost(place.path, at);
  return {
    url: host.url,
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      place[Symbol.dispose]();
    },
  };
}

test("SEC-11: with the origin stopped the static copy loads, says its age, and asks nobody else", async ({
  page,
}) => {
  await using copy = await leaveCopy();
  const origins = new Set<string>();
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  await page.clock.install({ time: LATER });
  for (const language of ["fr", "en"] as const) {
    await page.goto(`${copy.url}/${language}`);
    await expect(page.locator("#stale")).toBeVisible();
    await expect(page.locator("#stale")).toContainText(
      language === "fr" ? "il y a 25 minutes" : "25 minutes ago",
    );
    await expect(page.locator("#copy")).toContainText(
      language === "fr" ? "Ceci est une copie de notre page" : "This is a copy of our page",
    );
    // What worked when it was drawn is not known any more.
    await expect(page.locator(".point.operational")).toHaveCount(0);
    await expect(
      page.locator(".point .state").filter({ hasText: /^(?:Works|Fonctionne)$/ }),
    ).toHaveCount(0);
    const checking = language === "fr" ? "Ce que nous vérifions" : "What we are checking";
    await expect(page.locator("#works h2")).toHaveText(checking);
    await expect(page.locator(".jump a")).toHaveText(checking);
    await page.setViewportSize({ width: 320, height: 640 });
    await expectNoOverflow(page);
    await expectAccessible(page);
  }
  await page.locator('a[href*="/incidents/"]').first().click();
  await expect(page).toHaveURL(/\/en\/incidents\//);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("WhatsApp");
  const missing = await page.goto(`${copy.url}/nowhere`);
  expect(missing?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Il n’y a rien ici");
  await page.goto(copy.url);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("WhatsApp");
  expect([...origins]).toEqual([copy.url]);
});

test("SEC-11: in a folder of another site every link of the copy stays in that folder", async ({
  page,
}) => {
  await using copy = await leaveCopy("/some/where");
  await page.clock.install({ time: LATER });
  await page.goto(`${copy.url}/fr/`);
  await page.locator('a[href*="/incidents/"]').first().click();
  await expect(page).toHaveURL(/\/some\/where\/fr\/incidents\/[^/]+\/index\.html/);
  await page.getByRole("link", { name: "English", exact: true }).click();
  await expect(page).toHaveURL(/\/some\/where\/en\/incidents\/[^/]+\/index\.html/);
  await page.getByRole("link", { name: "Verify a message", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Is this message from us?");
  await expect(page.getByRole("textbox")).toHaveCount(0);
  await expect(page.locator("#copy")).toContainText("This is a copy of our page");
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNoOverflow(page);
  await expectAccessible(page);
});

test("SEC-11: without any script the copy names its moment, and claims nothing about now", async ({
  browser,
}) => {
  await using copy = await leaveCopy();
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${copy.url}/en`);
  const line = page.locator("noscript .still");
  await expect(line).toBeVisible();
  await expect(line).toContainText("it tells how things stood on 20 November, 10:42");
  for (const ago of await page.locator(".ago").all()) await expect(ago).toBeHidden();
  await context.close();
});

test.describe("the banner whose page is gone", () => {
  const SITE = "https://shop.example/";
  const PAGE = "https://etat.example";
  const COPY = "https://copy.example";
  const pair = newSigningPair();
  const code = () => readFileSync(new URL("../../dist/widget/banner.js", import.meta.url), "utf8");
  const said = Buffer.from(JSON.stringify(bannerOf(contextOf(outageFacts, "en"))));

  type Copied = { body?: Buffer; signature?: string; age?: number };

  /** A shop whose status page answers nothing, and whose copy answers what it is given. */
  async function visit(page: Page, copied: Copied | null) {
    await page.clock.install({ time: NOW + (copied?.age ?? 12 * MINUTE) });
    const tag = `<script src="${PAGE}/banner.js" data-copy="${COPY}/" data-key="${pair.publicKey}" async></script>`;
    const policy = `default-src 'none'; script-src ${PAGE}; connect-src ${PAGE} ${COPY}`;
    await page.route(SITE, (route) =>
      route.fulfill({
        contentType: "text/html",
        headers: { "content-security-policy": policy },
        body: `<!doctype html><html lang="en"><title>Shop</title><body><h1>Shop</h1>${tag}</body></html>`,
      }),
    );
    await page.route(`${PAGE}/banner.js`, (route) =>
      route.fulfill({ contentType: "text/javascript", body: code() }),
    );
    await page.route(`${PAGE}/en/banner.json`, (route) => route.abort());
    const { body = said, signature = signer(pair.privateKey)(said) } = copied ?? {};
    const headers = { "access-control-allow-origin": "*" };
    await page.route(`${COPY}/en/banner.json`, (route) =>
      copied === null ? route.abort() : route.fulfill({ body, headers }),
    );
    await page.route(`${COPY}/en/banner.json.sig`, (route) =>
      copied === null ? route.abort() : route.fulfill({ body: signature, headers }),
    );
    await page.goto(SITE);
    await expect(page.getByRole("heading", { name: "Shop" })).toBeVisible();
  }

  const banner = (page: Page) => page.getByRole("region", { name: "Notice" });
  /** Long enough for it to have asked, been answered and thought about it. */
  const settled = async (page: Page) => {
    await page.waitForLoadState("networkidle");
    await page.clock.runFor(1_000);
  };

  test("asks the copy, believes its signature, and tells its age", async ({ page }) => {
    await visit(page, {});
    await expect(banner(page)).toContainText("WhatsApp is not delivering messages");
    await expect(banner(page)).toContainText("12 minutes ago");
    await expect(banner(page).getByRole("link", { name: "Learn more" })).toHaveAttribute(
      "href",
      /^https:\/\/copy\.example\/en\/incidents\//,
    );
  });

  const forged = Buffer.from(said.toString().replace("WhatsApp is not", "Send money: it is not"));
  const stranger = newSigningPair();
  for (const [name, copied] of [
    ["other words under our signature", { body: forged }],
    [
      "other words under another key",
      { body: forged, signature: signer(stranger.privateKey)(forged) },
    ],
    ["no signature", { signature: "" }],
    ["one that is none", { signature: "<html>" }],
    ["our own words of the day before", { age: 25 * 60 * MINUTE }],
  ] as [string, Copied][]) {
    test(`a copy with ${name} is not believed`, async ({ page }) => {
      await visit(page, copied);
      await settled(page);
      await expect(banner(page)).toHaveCount(0);
    });
  }

  test("with both gone the last notice stays, on the next page too, and grows old", async ({
    page,
  }) => {
    await visit(page, {});
    await expect(banner(page)).toContainText("12 minutes ago");
    await page.unroute(`${COPY}/en/banner.json`);
    await page.route(`${COPY}/en/banner.json`, (route) => route.abort());
    await page.clock.runFor("05:00");
    await expect(banner(page)).toContainText("17 minutes ago");
    await page.reload();
    await expect(banner(page)).toContainText("WhatsApp is not delivering messages");
  });

  test("a copy that has nothing to tell ends nothing", async ({ page }) => {
    await visit(page, {});
    await expect(banner(page)).toContainText("12 minutes ago");
    const nothing = Buffer.from("null");
    await page.route(`${COPY}/en/banner.json`, (route) =>
      route.fulfill({ body: nothing, headers: { "access-control-allow-origin": "*" } }),
    );
    await page.route(`${COPY}/en/banner.json.sig`, (route) =>
      route.fulfill({
        body: signer(pair.privateKey)(nothing),
        headers: { "access-control-allow-origin": "*" },
      }),
    );
    await page.clock.runFor("02:00");
    await expect(banner(page)).toContainText("WhatsApp is not delivering messages");
  });
});
