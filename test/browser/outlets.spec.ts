import type { Page } from "@playwright/test";
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

test("the form of a channel is drawn from its transport, and a secret is never shown again", async ({
  console: page,
  server,
  t,
}) => {
  const secret = "a-shared-key-for-the-test-0815";
  await page.goto(`${server.url}/console/channels`);
  await page
    .getByRole("button", { name: t("channels.add") })
    .first()
    .click();
  const dialog = page.getByRole("dialog");
  await choose(
    page,
    dialog.getByRole("combobox", { name: t("channel.transport") }),
    /^SMS \(Twilio\)/,
  );
  await expect(dialog.getByLabel(/Account SID/i)).toBeVisible();
  await choose(page, dialog.getByRole("combobox", { name: t("channel.transport") }), /webhook/i);
  await expect(dialog.getByLabel(/Account SID/i)).toHaveCount(0);
  await dialog.getByRole("textbox", { name: t("channel.name"), exact: true }).fill("Pagers");
  const address = dialog.getByLabel(/Address of the receiver/);
  await address.fill("https://pagers.example/in");
  const key = dialog.locator('input[type="password"]').first();
  await key.fill("short");
  await dialog.getByRole("button", { name: t("save") }).click();
  // What is wrong stands beside its field, and nothing of what was typed is lost.
  await expect(dialog.getByText(t("form.issue.short", { least: 16 }))).toBeVisible();
  await expect(address).toHaveValue("https://pagers.example/in");
  await expectAccessible(page);
  await key.fill(secret);
  const kept = page.waitForResponse((answer) => answer.request().method() === "POST");
  await dialog.getByRole("button", { name: t("save") }).click();
  expect(await (await kept).text()).not.toContain(secret);
  await expect(dialog).toHaveCount(0);

  const card = page.getByRole("article", { name: "Pagers" });
  await card.getByRole("button", { name: t("channel.edit") }).click();
  await expect(key).toHaveValue("");
  await expect(key).toHaveAttribute("placeholder", t("form.secretSet"));
  await expect(address).toHaveValue("https://pagers.example/in");
  expect(await page.content()).not.toContain(secret);
});

async function choose(
  page: Page,
  field: ReturnType<Page["locator"]>,
  option: RegExp,
): Promise<void> {
  await field.click();
  await page.getByRole("option", { name: option }).click();
}
