import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import type { Maintenance } from "../../src/domain/maintenance.ts";
import type { PublicFacts } from "../../src/domain/public-state.ts";
import { statusPage } from "../../src/pages/status.ts";
import { workPage } from "../../src/pages/work.ts";
import { calmFacts, contextOf, MINUTE, NOW, outageFacts } from "../public-example.ts";
import { expectAccessible, expectForEverybody, PHONE } from "./everybody.ts";
import { expect, test } from "./world.ts";

const WEIGHT_MAX_BYTES = 20_000;
const HOUR = 60 * MINUTE;

const WORK: Maintenance = {
  id: "0193a000-0000-7000-8000-00000000c001",
  title: { fr: "Nouveau standard", en: "New switchboard" },
  message: { fr: "Les SMS continuent d’arriver.", en: "Text messages keep arriving." },
  from: NOW + 30 * HOUR,
  until: NOW + 34 * HOUR,
  pointIds: ["p-phone"],
  effect: "maintenance",
  firm: true,
  state: "scheduled",
  version: 0,
  beganAt: null,
  endedAt: null,
  updatedAt: NOW - HOUR,
  updates: [{ id: "u1", state: "scheduled", text: null, at: NOW - HOUR }],
};
const planned = (facts: PublicFacts): PublicFacts => ({ ...facts, works: [WORK] });

type Shown = {
  url: string;
  language: "fr" | "en";
  facts: PublicFacts;
  at?: "" | "/maintenance";
  now?: number;
};
/** Longer than the page waits before it asks again. */
const PAUSE = "00:35";
const PAUSE_MS = 35_000;

const shelves = new WeakMap<Page, Map<string, { body: string; now: number }>>();

/** The example's page under the headers of the real server. Called again, it is news. */
async function show(page: Page, shown: Shown): Promise<string> {
  const { url, language, facts, at = "", now = NOW } = shown;
  const body = (at === "" ? statusPage : workPage)(contextOf(facts, language, { now })).toString();
  const address = `${url}/${language}${at}`;
  const shelf = shelves.get(page) ?? new Map<string, { body: string; now: number }>();
  const known = shelf.has(address);
  shelves.set(page, shelf.set(address, { body, now }));
  if (known) return body;
  // What happens on the real server meanwhile is no news here.
  await page.route(`${url}/events`, async (route) => await route.abort());
  await page.route(address, async (route) => {
    const response = await route.fetch();
    const latest = shelf.get(address) ?? { body, now };
    const headers = { ...response.headers(), "tocsin-now": String(latest.now) };
    await route.fulfill({ response, body: latest.body, headers });
  });
  return body;
}

for (const language of ["fr", "en"] as const) {
  test(`planned work and trouble are for everybody, at every width: ${language}`, async ({
    page,
    server,
  }) => {
    await page.clock.install({ time: NOW });
    for (const at of ["", "/maintenance"] as const) {
      const shown = { url: server.url, language, facts: planned(outageFacts), at };
      await show(page, shown);
      await page.goto(`${server.url}/${language}${at}`);
      await expectForEverybody(page, [768, 1920]);
    }
  });
}

test("light: under 20 kB whole, nothing blocks the first paint, nobody else is asked", async ({
  page,
  server,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.clock.install({ time: NOW });
  const facts = planned(outageFacts);
  const body = await show(page, { url: server.url, language: "fr", facts });
  expect(gzipSync(body).length).toBeLessThan(WEIGHT_MAX_BYTES);
  await page.goto(`${server.url}/fr`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(asked.filter((url) => !url.startsWith(server.url))).toEqual([]);
  const heavy = await page.evaluate(() => ({
    scripts: [...document.querySelectorAll("script[src]")].length,
    sheets: [...document.querySelectorAll('link[rel="stylesheet"]')].length,
    inHead: [...document.head.querySelectorAll("script:not([type])")].length,
    blocking: performance
      .getEntriesByType("resource")
      .filter((entry) => Reflect.get(entry, "renderBlockingStatus") === "blocking").length,
  }));
  expect(heavy).toEqual({ scripts: 0, sheets: 0, inHead: 0, blocking: 0 });
});

test("what grows older moves nothing: no layout shift while the page keeps itself fresh", async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Reflect.set(window, "shifts", shifts);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push(Number(Reflect.get(entry, "value")));
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.clock.install({ time: NOW });
  await show(page, { url: server.url, language: "en", facts: planned(outageFacts) });
  await page.goto(`${server.url}/en`);
  for (let round = 1; round <= 3; round++) {
    const [first, ...others] = outageFacts.platforms;
    if (first === undefined) throw new Error("The example has no platform.");
    const platforms = [{ ...first, reporters: first.reporters + round }, ...others];
    const facts = planned({ ...outageFacts, platforms });
    const now = NOW + round * PAUSE_MS;
    await show(page, { url: server.url, language: "en", facts, now });
    await page.clock.fastForward(PAUSE);
    await expect(page.getByText(String(first.reporters + round), { exact: true })).toBeVisible();
  }
  expect(await page.evaluate(() => Reflect.get(window, "shifts"))).toEqual([]);
});

test("news is announced once, whatever else is asked anew; focus and scroll stay", async ({
  page,
  server,
}) => {
  await page.addInitScript(() => {
    const told: string[] = [];
    Reflect.set(window, "told", told);
    addEventListener("DOMContentLoaded", () => {
      const said = document.getElementById("said");
      if (said === null) return;
      new MutationObserver(() => told.push(said.textContent ?? "")).observe(said, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
  });
  await page.clock.install({ time: NOW });
  await page.setViewportSize(PHONE);
  await show(page, { url: server.url, language: "en", facts: planned(calmFacts) });
  await page.goto(`${server.url}/en`);
  const link = page.getByRole("link", { name: "All planned work" });
  await link.focus();
  for (let round = 1; round <= 3; round++) {
    const now = NOW + round * PAUSE_MS;
    await show(page, { url: server.url, language: "en", facts: planned(outageFacts), now });
    await page.clock.fastForward(PAUSE);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("WhatsApp");
  }
  const told = await page.evaluate(() => Reflect.get(window, "told"));
  expect(told).toEqual(["WhatsApp is not working at the moment"]);
  await expect(link).toBeFocused();
});

test.describe("a visitor in Montréal", () => {
  test.use({ timezoneId: "America/Toronto" });

  test("reads hours on both clocks, also after news", async ({ page, server }) => {
    await page.clock.install({ time: NOW });
    await show(page, { url: server.url, language: "en", facts: planned(calmFacts) });
    await page.goto(`${server.url}/en`);
    const yours = page.getByText("Your time: Sat 21 Nov, 10:42–14:42");
    await expect(page.getByText("21 November, 16:42 – 20:42")).toBeVisible();
    await expect(yours).toBeVisible();
    await expect(page.getByText("(Fri 12:00 your time)")).toBeVisible();
    const now = NOW + PAUSE_MS;
    await show(page, { url: server.url, language: "en", facts: planned(outageFacts), now });
    await page.clock.fastForward(PAUSE);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("WhatsApp");
    await expect(yours).toBeVisible();
  });
});

test("in Paris nothing is said twice; in forced colours and on paper everything is still there", async ({
  page,
  server,
}) => {
  await page.clock.install({ time: NOW });
  await show(page, { url: server.url, language: "en", facts: planned(outageFacts) });
  await page.goto(`${server.url}/en`);
  await expect(page.getByText("Your time:")).toBeHidden();
  await page.emulateMedia({ forcedColors: "active" });
  await expectAccessible(page);
  await expect(page.locator(".hero .icon")).toBeVisible();
  await page.emulateMedia({ forcedColors: "none", media: "print" });
  await expect(page.getByRole("heading", { name: "New switchboard" })).toBeVisible();
  await expect(page.locator("header")).toBeHidden();
});
