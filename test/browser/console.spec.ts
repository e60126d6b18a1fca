import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { Words } from "../../src/lib/words.ts";
import { expectAccessible, expectNoOverflow } from "./everybody.ts";
import type { TestServer } from "./server.ts";
import { expect, test } from "./world.ts";

const ROOMS = [
  "",
  "incidents",
  "broadcasts",
  "broadcasts/new",
  "platforms",
  "platforms/whatsapp",
  "comments",
  "contacts",
  "contacts/import",
  "contacts/segments",
  "channels",
  "calendar",
];
const SETTINGS = [
  "maintenance",
  "settings",
  "settings?tab=accounts",
  "settings?tab=contact-points",
  "settings?tab=pages",
  "settings?tab=copies",
  "settings?tab=embedding",
  "settings?tab=playbooks",
  "settings?tab=audit",
  "settings?tab=me",
  "setup",
];
/** Those that are looked at in the dark as well. */
const DARK = ["", "channels"];
const PHONE = { width: 375, height: 812 };

/** A view that has said what it has to say: its heading stands, and nothing is loading any more. */
async function visit(page: Page, server: TestServer, view: string): Promise<void> {
  await page.goto(`${server.url}/console/${view}`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForFunction(
    () => !document.querySelector(".mantine-Skeleton-root, .mantine-Loader-root"),
  );
}

for (const [name, views] of [
  ["rooms", ROOMS],
  ["settings", SETTINGS],
] as const) {
  test(`the ${name} are accessible in both languages`, async ({ console: page, server }) => {
    test.slow();
    const switches = page.getByRole("navigation");
    for (const view of views) {
      await visit(page, server, view);
      await expectAccessible(page);
      await switches.getByText("FR", { exact: true }).click();
      await expect(page.locator("html")).toHaveAttribute("lang", "fr");
      await expect(switches.getByRole("radio", { name: "FR" })).toBeChecked();
      await expectAccessible(page);
      if (!DARK.includes(view)) continue;
      await page.emulateMedia({ colorScheme: "dark" });
      await expectAccessible(page);
      await page.emulateMedia({ colorScheme: "light" });
    }
  });
}

test("an address that leads nowhere says so and shows the way back", async ({
  console: page,
  server,
  t,
}) => {
  await visit(page, server, "nowhere/at/all");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(t("missing.title"));
  await expectAccessible(page);
  await page.getByRole("link", { name: t("missing.back") }).click();
  await expect(page).toHaveURL(/\/console\/?$/);
  // After an update the parts that were not fetched yet have other names: the page that is asked for comes anew.
  let isOld = true;
  page.on("request", (request) => {
    if (request.isNavigationRequest()) isOld = false;
  });
  await page.route("**/console/assets/*", async (route) =>
    isOld ? await route.fulfill({ status: 404 }) : await route.continue(),
  );
  await page
    .getByRole("link", { name: t("nav.contacts"), exact: true })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(t("nav.contacts"));
  expect(isOld).toBe(false);
});

test("on a phone everything is a menu away, and nothing is wider than the screen", async ({
  console: page,
  server,
  t,
}) => {
  await page.setViewportSize(PHONE);
  await visit(page, server, "");
  for (const way of ["incidents", "broadcasts", "platforms", "contacts", "channels", "settings"]) {
    await page.getByRole("button", { name: t("shell.menu") }).click();
    await page
      .getByRole("navigation")
      .getByRole("link", { name: t(`nav.${way}`) })
      .click();
    await expect(page).toHaveURL(new RegExp(`/console/${way}`));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expectNoOverflow(page);
  }
});

test("by keyboard: the first stop leads to the content", async ({ console: page, server, t }) => {
  await visit(page, server, "incidents");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: t("shell.skip") })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();
});

test("somebody knows of a crisis: it is opened, and the first notice takes two clicks", async ({
  console: page,
  server,
  t,
  browser,
}) => {
  await visit(page, server, "incidents");
  await page.getByRole("button", { name: t("incidents.openNew") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("incidents.titleEn")).fill("The website is down");
  await dialog.getByLabel(t("incidents.titleFr")).fill("Le site est en panne");
  await dialog.getByRole("button", { name: t("incidents.openNew") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The website is down");
  await expectAccessible(page);

  await page.getByRole("link", { name: t("incident.announce") }).click();
  for (const title of await page.getByLabel(t("announcement.part.title")).all()) {
    await expect(title).not.toHaveValue("");
  }
  await expectAccessible(page);
  await page.getByRole("button", { name: t("announcement.publish"), exact: true }).click();
  await expect(page).toHaveURL(/tab=announcements/);
  await expect(page.getByText(t("state.announcement.published")).first()).toBeVisible();
  await expectAccessible(page);

  const outside = await browser.newPage({ javaScriptEnabled: false });
  for (const [language, said] of [
    ["en", /Next update/],
    ["fr", /Prochaine/],
  ] as const) {
    await expect(async () => {
      await outside.goto(`${server.url}/${language}`);
      await expect(outside.getByRole("main")).toContainText(said, { timeout: 500 });
    }).toPass();
  }
  await outside.close();
});

const FILE = [
  "id;nom;mobile;ville",
  "c1;Zoé;0612345678;Lyon",
  "c2;Max;12;Lille",
  "c3;=HYPERLINK(1);0612345679;Nice",
  "",
].join("\n");

test("a file with errors is only looked at, its errors come back as a file, the good rows go in", async ({
  console: page,
  server,
  t,
}) => {
  await visit(page, server, "contacts");
  const total = async () =>
    (await (await page.request.get(`${server.url}/api/contacts?limit=1`)).json()).total;
  const before = await total();
  // Numbers without a prefix are of the organisation's country, though the file is there sooner.
  const chosen = Promise.withResolvers<void>();
  await page.route("**/api/organisation", async (route) => {
    await chosen.promise;
    await route.continue();
  });
  await page.getByRole("link", { name: t("contacts.import") }).click();
  await page.getByLabel(t("import.wording")).fill("I agree to be written to");
  await page.getByLabel(t("import.source")).fill("shop form");
  const buffer = Buffer.from(FILE, "latin1");
  await page
    .locator('input[type="file"]')
    .setInputFiles({ name: "contacts.csv", mimeType: "text/csv", buffer });
  chosen.resolve();
  await expect(page.getByRole("heading", { name: t("import.would") })).toBeVisible();
  await expect(
    page.getByRole("row").filter({ hasText: "“12” is not a phone number" }),
  ).toContainText("3");
  await expectAccessible(page);
  expect(await total()).toBe(before);

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: t("import.download") }).click();
  const errors = await readFile(await (await download).path(), "utf8");
  expect(errors).toContain("“12” is not a phone number that exists.");
  expect(errors).toContain("Max");
  expect(errors).not.toContain("Zoé");

  await page.getByRole("button", { name: t("import.skip", { count: 2 }) }).dblclick();
  await expect(
    page
      .getByRole("status")
      .filter({ hasText: t("import.applied") })
      .first(),
  ).toBeVisible();
  expect(await total()).toBe(before + 2);
  await expect(page.getByText(t("failed.title"))).toHaveCount(0);
});

test("a broadcast: the plan follows the writing, and whoever wrote it cannot approve it", async ({
  console: page,
  server,
  t,
}) => {
  await visit(page, server, "broadcasts/new");
  await expect(page.getByText(t("plan.waiting"))).toBeVisible();
  const name = page.getByRole("textbox", { name: t("broadcast.title"), exact: true });
  await name.fill("Ovens cold on Monday");
  await write(page, t);
  // A reload in the middle loses nothing of it.
  await page.reload();
  await expect(page.getByText(t("kept.isBack"))).toBeVisible();
  await expect(name).toHaveValue("Ovens cold on Monday");
  const plan = page.getByRole("region", { name: t("plan.title") }).or(page.getByRole("main"));
  await expect(plan.getByText(t("plan.recipients")).first()).toBeVisible();
  await expect(plan.getByText(t("plan.duration")).first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: t("broadcast.create") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Ovens cold on Monday");
  await expect(page.getByText(t("state.broadcast.planned")).first()).toBeVisible();
  await expect(page.getByRole("button", { name: t("broadcast.decide.cancel") })).toBeVisible();
  await expect(page.getByRole("button", { name: t("broadcast.decide.approve") })).toHaveCount(0);
  await page.getByRole("button", { name: t("trial.dryRun"), exact: true }).click();
  await expect(page.getByText(t("trial.nothingSent"), { exact: true })).toBeVisible();
  await expect(page.getByText("No bread on Monday.").first()).toBeVisible();
  await expectAccessible(page);

  const id = /\d+$/.exec(page.url())?.[0];
  const { csrf } = await (await page.request.get(`${server.url}/api/session`)).json();
  const answer = await page.request.post(`${server.url}/api/broadcasts/${id}/approval`, {
    headers: { "x-csrf-token": csrf },
  });
  expect(answer.status()).toBe(403);
  expect((await answer.json()).error.message).toBe("A second person has to approve it.");
});

async function write(page: Page, t: Words): Promise<void> {
  for (const language of ["fr", "en"]) {
    const of = (part: string) =>
      page.getByLabel(`${t(`broadcast.${part}`)} · ${t(`language.${language}`)}`);
    await of("heading").fill("Monday");
    await of("body").fill("No bread on Monday. Pas de pain lundi.");
  }
}
