import { expectAccessible } from "./everybody.ts";
import { startServer } from "./server.ts";
import { enter, expect, newPage, test } from "./world.ts";

const ACCOUNT = { name: "Inès", email: "ines@bourg.example", password: "quiet bells ring at dawn" };

test("training ends for good: the organisation is set up, and its new account signs in", async ({
  browser,
  t,
}) => {
  test.slow();
  const server = await startServer("--no-play");
  const context = await browser.newContext();
  const page = await newPage(context, "en");
  try {
    await enter(page, server);
    await expect(page.getByText(t("training.title"))).toBeVisible();
    await page.getByRole("link", { name: t("training.setUp") }).click();
    await page.getByLabel(t("organisation.name")).fill("Ville de Bourg");
    await page.getByLabel(t("organisation.country")).fill("FR");
    await page.getByRole("textbox", { name: t("accounts.name"), exact: true }).fill(ACCOUNT.name);
    await page.getByLabel(t("signIn.email")).fill(ACCOUNT.email);
    await page.locator('input[type="password"]').fill(ACCOUNT.password);
    await page.getByRole("button", { name: t("setup.go") }).click();

    await expect(page).toHaveURL(/sign-in/);
    await expect(page.getByRole("heading", { name: t("signIn.title") })).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel(t("signIn.email")).fill(ACCOUNT.email);
    await page.locator('input[type="password"]').fill("wrong");
    await page.getByRole("button", { name: t("signIn.go") }).click();
    await expect(page.getByText(t("signIn.wrong"))).toBeVisible();
    await page.locator('input[type="password"]').fill(ACCOUNT.password);
    await page.getByRole("button", { name: t("signIn.go") }).click();

    await expect(page).toHaveURL(/\/console\/?$/);
    await expect(page.getByText("Ville de Bourg").first()).toBeVisible();
    await expect(page.getByText(t("training.title"))).toHaveCount(0);
    const { total } = await (await page.request.get(`${server.url}/api/contacts`)).json();
    expect(total).toBe(0);
    await page.goto(`${server.url}/en`);
    await expect(page.getByRole("main")).not.toContainText("Clairval");
  } finally {
    await context.close();
    await server.stop();
  }
});
