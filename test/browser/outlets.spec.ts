import { startNetworksSimulator } from "../../src/simulators/networks.ts";
import { expectAccessible } from "./everybody.ts";
import { expect, test } from "./world.ts";

test("an account is connected, a careless draft is read again, and it stands on the network", async ({
  console: page,
  server,
  t,
}) => {
  test.slow();
  const networks = await startNetworksSimulator();
  try {
    await page.goto(`${server.url}/console/settings?tab=outlets`);
    await page.getByRole("button", { name: t("outlets.add") }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(t("outlets.name")).fill("Our Mastodon");
    await dialog.getByRole("combobox", { name: t("outlets.network") }).click();
    await page.getByRole("option", { name: "Mastodon" }).click();
    await dialog.getByLabel("Server address").fill(networks.url);
    await dialog.getByLabel("Access token").fill("mastodon-token-0123456789");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: t("save") }).click();
    await expect(page.getByRole("heading", { name: "Our Mastodon" })).toBeVisible();

    await page.goto(`${server.url}/console/incidents`);
    await page.getByRole("button", { name: t("incidents.openNew") }).click();
    await page.getByLabel(t("incidents.titleEn")).fill("Flooded roads");
    await page.getByLabel(t("incidents.titleFr")).fill("Routes inondées");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: t("incidents.openNew") })
      .click();
    await page.getByRole("link", { name: t("incident.announce") }).click();
    const english = page.locator("textarea[lang=en]");
    await expect(english.first()).not.toHaveValue("");
    await expect(page.getByRole("button", { name: /Our Mastodon/ })).toBeVisible();

    const message = await english.nth(1).inputValue();
    await english.nth(1).fill(`${message} We will be back soon.`);
    await expect(page.getByText("“soon” promises nothing").first()).toBeVisible();
    await page.getByRole("button", { name: t("outlets.showWords") }).click();
    const chosen = await english.nth(1).evaluate((field: HTMLTextAreaElement) => {
      return field.value.slice(field.selectionStart, field.selectionEnd);
    });
    expect(chosen).toBe("soon");
    await page.getByRole("button", { name: /Our Mastodon/ }).click();
    // Each outlet as it will be; the keyboard goes from one to the next.
    const face = (name: string) => page.getByRole("tab", { name, exact: true });
    await face(t("previews.face.email")).click();
    await page.keyboard.press("ArrowRight");
    await expect(face(t("previews.face.sms"))).toHaveAttribute("aria-selected", "true");
    await expect(page.getByText("XXXXX-XXXXX").last()).toBeVisible();
    await face(t("previews.face.banner")).click();
    await expect(page.getByRole("region", { name: "Notice" })).toContainText("Flooded roads");
    await face("X").click();
    await expect(page.getByText(t("previews.noAccount", { name: "X" }))).toBeVisible();
    await expectAccessible(page);

    // It asks before that goes out; a text without it, and checked in both languages, does not.
    const publish = page.getByRole("button", { name: t("announcement.publish"), exact: true });
    await publish.click();
    const asking = page.getByRole("dialog");
    await expect(asking.getByText(t("translation.seen.fr"))).toBeVisible();
    await asking.getByRole("button", { name: t("outlets.back") }).click();
    await english.nth(1).fill(message);
    await page.getByRole("checkbox", { name: t("translation.read.fr") }).check();
    await expect(page.getByText("“soon” promises nothing")).toHaveCount(0);
    await publish.click();
    await expect(page).toHaveURL(/tab=announcements/);
    await expect.poll(() => networks.on("mastodon").length).toBe(2);
    await expect(page.getByText(t("state.post.told")).first()).toBeVisible();
    await expectAccessible(page);
  } finally {
    await networks.stop();
  }
});
