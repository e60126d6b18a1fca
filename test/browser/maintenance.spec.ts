import { expectAccessible, expectNoOverflow, PHONE } from "./everybody.ts";
import { expect, test } from "./world.ts";

const PATIENCE_MS = 30_000;

for (const language of ["fr", "en"] as const) {
  test.describe(language, () => {
    test.use({ language });

    test("work is announced, met by other work, told of, and public at every step", async ({
      console: page,
      server,
      t,
    }) => {
      const title = `Cable ${language}`;
      await page.goto(`${server.url}/console/maintenance`);
      for (const name of [title, `${title} 2`]) {
        await page.getByRole("button", { name: t("maintenance.add") }).click();
        const form = page.getByRole("dialog");
        for (const written of ["fr", "en"]) {
          await form
            .getByLabel(`${t("maintenance.name")} · ${t(`language.${written}`)}`)
            .fill(name);
        }
        const points = form.getByRole("combobox", { name: t("maintenance.points") });
        await points.focus();
        await points.press("ArrowDown");
        await page.getByRole("option").first().click();
        await points.press("Tab");
        if (name !== title) {
          await expect(form.getByText(t("maintenance.clash.title"))).toBeVisible();
          await expectAccessible(page);
        }
        await form.getByRole("button", { name: t("save") }).click();
        await expect(form).toBeHidden();
        await expect(page.getByText(name, { exact: true })).toBeVisible();
      }
      await page.setViewportSize(PHONE);
      await expectAccessible(page);
      await expectNoOverflow(page);

      const line = page
        .getByRole("listitem")
        .filter({ has: page.getByText(title, { exact: true }) });
      await line.getByRole("button", { name: t("maintenance.say") }).click();
      const say = page.getByRole("dialog");
      await say.getByRole("combobox", { name: t("maintenance.turn") }).click();
      await page.getByRole("option", { name: t("maintenance.turnTo.in_progress") }).click();
      await say.getByRole("button", { name: t("save") }).click();
      await expect(page.getByRole("heading", { name: t("maintenance.now") })).toBeVisible();
      await expect
        .poll(async () => await (await page.request.get(`${server.url}/${language}`)).text())
        .toContain(title);
    });

    test("a page of its own: a colour too pale is named, and the page stands once it is readable", async ({
      console: page,
      server,
      t,
    }) => {
      const slug = `shop-${language}`;
      await page.goto(`${server.url}/console/settings?tab=pages`);
      await page.getByRole("button", { name: t("pages.add") }).click();
      const form = page.getByRole("dialog");
      for (const written of ["fr", "en"]) {
        const label = `${t("pages.name")} · ${t(`language.${written}`)}`;
        await form.getByLabel(label).fill(`Shop ${written}`);
      }
      await form.getByLabel(t("pages.slug")).fill(slug);
      await form.getByRole("checkbox", { name: t("pages.ownColours") }).check();
      const accent = form.getByRole("textbox", {
        name: t("pages.colour.light.accent"),
        exact: true,
      });
      await accent.fill("#ffaacc");
      await expect(form.getByText(t("pages.tooPale"))).toBeVisible();
      await expectAccessible(page);
      await form.getByRole("button", { name: t("save") }).click();
      await expect(page.getByText(t("failed.title"))).toBeVisible();
      await accent.fill("#9b1c4a");
      await expect(form.getByText(t("pages.tooPale"))).toBeHidden();
      await accent.press("Enter");
      await expect(form).toBeHidden();
      await expect(page.getByRole("link", { name: `/p/${slug}/` })).toBeVisible();
      await page.setViewportSize(PHONE);
      await expectAccessible(page);
      await expectNoOverflow(page);

      const complaints: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      const published = async () =>
        (await page.request.get(`${server.url}/p/${slug}/${language}`)).status();
      // The server draws its pages at its own pace: two busy cores take longer.
      await expect.poll(published, { timeout: PATIENCE_MS }).toBe(200);
      await page.goto(`${server.url}/p/${slug}/${language}`);
      await expect(page.getByRole("link", { name: `Shop ${language}` })).toBeVisible();
      const link = page.locator("main a").first();
      await expect(page.locator(".button").first()).toHaveCSS("border-color", "rgb(155, 28, 74)");
      await expect(link).toBeVisible();
      await expectAccessible(page);
      expect(complaints).toEqual([]);
    });
  });
}
