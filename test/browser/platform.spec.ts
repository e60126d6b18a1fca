import type { Page } from "@playwright/test";
import { expectAccessible, expectNoOverflow, PHONE } from "./everybody.ts";
import type { TestServer } from "./server.ts";
import { expect, test } from "./world.ts";

const NARROW_MS = 5 * 60 * 60_000;

async function visit(page: Page, server: TestServer, search = ""): Promise<void> {
  await page.goto(`${server.url}/console/platforms/whatsapp${search}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("WhatsApp");
  await expect(page.locator(".mantine-Skeleton-root, .mantine-Loader-root")).toHaveCount(0);
}

const share = (key: string, count: number) => ({
  key,
  count,
  expected: 2,
  excess: count - 2,
  share: count / 160,
});
const SHARES: Record<string, ReturnType<typeof share>[]> = {
  country: [share("FR", 112), share("BE", 30), share("MT", 12)],
  symptom: [share("send", 150)],
  version: [],
  device: [share("android", 9)],
};

/** The people of an outage stand nowhere near a test: the server's answer about them is told. */
async function tellShares(page: Page): Promise<void> {
  await page.route("**/api/platforms/whatsapp/shares**", async (route) => {
    const by = new URL(route.request().url()).searchParams.get("by") ?? "";
    const shares = SHARES[by] ?? [];
    const excess = shares.reduce((sum, one) => sum + one.excess, 0);
    const at = new Date().toISOString();
    const known = excess >= 20;
    await route.fulfill({
      json: { by, from: at, to: at, excess, known, neededExcess: 20, shares },
    });
  });
}

const said = (text: string) => ({ code: "x", params: {}, text: { fr: text, en: text } });
const change = (id: number, level: string, before: string) => ({
  id,
  at: new Date().toISOString(),
  since: new Date().toISOString(),
  level,
  class: "general",
  classText: said("General outage").text,
  subject: null,
  confidence: 0.9,
  crowdOnly: true,
  addends: [],
  before: { level: before, class: "general", classText: said("").text, crowdOnly: true },
  moved: [
    { kind: "reports", step: "came", by: 4.2, now: said("301 reports"), before: null },
    { kind: "probe", step: "went", by: -1, now: null, before: said("Probe failing") },
  ],
});

/** An outage takes its time: what was thought of it is told as well. */
async function tellChanges(page: Page): Promise<void> {
  const assessments = [change(8, "confirmed", "suspected"), change(7, "suspected", "healthy")];
  await page.route("**/api/platforms/whatsapp/assessments**", (route) =>
    route.fulfill({ json: { assessments } }),
  );
}

for (const language of ["fr", "en"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test("the page of a platform is accessible in every form, and fits the smallest phone", async ({
      console: page,
      server,
    }) => {
      test.slow();
      await tellShares(page);
      for (const search of ["?range=90d&show=table", ""]) {
        await visit(page, server, search);
        await expectAccessible(page);
      }
      await page.emulateMedia({ colorScheme: "dark" });
      await page.setViewportSize(PHONE);
      await expectNoOverflow(page);
      await expectAccessible(page);
    });
  });
}

test("the chart is read by keyboard, looked at closer with the mouse, and its part has an address", async ({
  console: page,
  server,
  t,
}) => {
  // As Chromium says it where the system's language is POSIX.
  await page.addInitScript(() =>
    Object.defineProperty(Navigator.prototype, "language", { value: "en-US@posix" }),
  );
  await visit(page, server, "?range=24h");
  const chart = page.getByRole("slider", { name: t("chart.reports") });
  await chart.focus();
  await page.keyboard.press("End");
  const last = await chart.getAttribute("aria-valuetext");
  await page.keyboard.press("ArrowLeft");
  await expect(chart).not.toHaveAttribute("aria-valuetext", last ?? "");
  await page.keyboard.press("Home");
  await expect(chart).toHaveAttribute("aria-valuenow", "0");

  const box = await chart.boundingBox();
  if (!box) throw new Error("The chart has no size.");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.6, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, y, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/from=.*to=/);
  const { searchParams } = new URL(page.url());
  const [from, to] = ["from", "to"].map((edge) =>
    Date.parse((searchParams.get(edge) ?? "").replaceAll('"', "")),
  );
  expect((to ?? 0) - (from ?? 0)).toBeLessThan(NARROW_MS);
  await page.reload();
  await page.getByRole("button", { name: t("chart.all") }).click();
  await expect(page).not.toHaveURL(/from=/);
  await expect(page.getByRole("button", { name: t("chart.all") })).toHaveCount(0);
});

test("the same numbers stand in a table", async ({ console: page, server, t }) => {
  await visit(page, server, "?range=24h");
  await page.getByText(t("chart.asTable"), { exact: true }).click();
  const table = page.getByRole("region", { name: t("chart.reports") }).getByRole("table");
  await expect(table.getByRole("columnheader")).toHaveCount(5);
  expect(await table.getByRole("row").count()).toBeGreaterThan(10);
});

test("the map is walked by keyboard, and what it cannot show is said", async ({
  console: page,
  server,
  t,
}) => {
  await tellShares(page);
  await visit(page, server);
  const map = page.getByRole("group", { name: t("shares.map") });
  const france = map.getByRole("button", { name: /^France/ });
  await france.focus();
  await page.keyboard.press("Enter");
  await expect(france).toHaveAttribute("aria-pressed", "true");
  const line = page
    .getByRole("list", { name: t("shares.by.country") })
    .getByRole("button", { name: "France" });
  await expect(line).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Tab");
  await expect(map.getByRole("button", { name: /^Belgium/ })).toBeFocused();
  await expect(page.getByText(t("shares.offMap", { names: "Malta" }))).toBeVisible();
  await expect(page.getByText(t("shares.nobodySaid"))).toBeVisible();
  await expect(page.getByText(t("shares.unknown", { count: 7, needed: 20 }))).toBeVisible();
  await page.getByText(t("shares.world"), { exact: true }).click();
  await expect(france).toBeVisible();
});

test("a source is paused, resumed and made to look, and the record says so", async ({
  console: page,
  server,
  t,
}) => {
  await visit(page, server);
  const sources = page.getByRole("region", { name: t("sources.title") });
  const line = sources.getByRole("listitem").filter({ hasText: "user-reports" });
  await line.getByRole("button", { name: t("sources.pause") }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: t("sources.pause") })
    .click();
  await expect(line.getByText(t("state.health.paused"), { exact: true })).toBeVisible();
  await expect(line.getByText(t("sources.whatToDo"))).toBeVisible();
  await expectAccessible(page);
  await line.getByRole("button", { name: t("sources.resume") }).click();
  await line.getByRole("button", { name: t("sources.lookNow") }).click();
  await expect(page.getByText(t("sources.lookingNow"))).toBeVisible();
  const { events } = await (await page.request.get(`${server.url}/api/events?limit=20`)).json();
  expect(events.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(["source.pause", "source.resume", "source.look"]),
  );
});

test("each change of opinion has an address, and the one it names stands out", async ({
  console: page,
  server,
  t,
}) => {
  await tellChanges(page);
  await visit(page, server);
  await page
    .getByRole("list", { name: t("platform.history") })
    .getByRole("link", { name: t("changes.link") })
    .first()
    .click();
  await expect(page).toHaveURL(/change=8/);
  await page.reload();
  await expect(page.locator("#change-8")).toHaveAttribute("data-chosen", "true");
  await expect(page.locator("#change-7")).toHaveAttribute("data-chosen", "false");
  await expect(page.locator("#change-8")).toContainText("301 reports");
  await expectAccessible(page);
});

test("the plan of a crisis is changed: a step is added, moved up, and kept", async ({
  console: page,
  server,
  t,
}) => {
  await page.goto(`${server.url}/console/settings?tab=playbooks`);
  await page.getByRole("button", { name: t("playbook.edit") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: t("playbook.add") }).click();
  const steps = dialog.getByRole("group", { name: /^Step \d/ });
  const added = steps.last();
  for (const [language, words] of [
    ["fr", "Appeler le standard"],
    ["en", "Call the switchboard"],
  ]) {
    await added
      .getByLabel(`${t("playbook.what")} · ${t(`language.${language}`)}`)
      .fill(words ?? "");
  }
  const number = await steps.count();
  await dialog.getByRole("button", { name: t("playbook.up", { number }) }).click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: t("save") }).click();
  await expect(dialog).toHaveCount(0);
  const lines = page.getByRole("tabpanel").getByRole("listitem");
  await expect(lines.nth(number - 2)).toContainText("Call the switchboard");
  await expect(page.getByText(t("playbook.version", { version: 2 }))).toBeVisible();
});

test("what is wrong about a contact is corrected where it is read", async ({
  console: page,
  server,
  t,
}) => {
  await page.goto(`${server.url}/console/contacts?contact=5`);
  await page.getByRole("button", { name: t("contact.correct") }).click();
  const dialog = page.getByRole("dialog", { name: t("contact.correct") });
  await dialog.getByLabel(t("contacts.name"), { exact: true }).fill("Noé Corrigé");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: t("save") }).click();
  await expect(page.getByRole("heading", { name: "Noé Corrigé" })).toBeVisible();
});
