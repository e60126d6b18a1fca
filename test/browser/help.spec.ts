import { expectAccessible, expectForEverybody, expectNoOverflow, PHONE } from "./everybody.ts";
import { expect, test } from "./world.ts";

for (const language of ["fr", "en"] as const) {
  test(`help, an answer and the form are for everybody: ${language}`, async ({ page, server }) => {
    for (const path of ["help", "help?q=whatsapp", "contact?asked=1", "contact/sent?n=ABCDEFGH"]) {
      await page.goto(`${server.url}/${language}/${path}`);
      await expectForEverybody(page);
    }
  });
}

test("by keyboard: a question is answered in place, Escape puts it away, the focus stays", async ({
  page,
  server,
}) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(`${server.url}/en`);
  const field = page.getByRole("textbox", { name: "Your question" });
  // Until the script has run, and not only arrived, Enter leads to the page that does without it.
  const ran = await page.evaluateHandle(() => ({
    script: new Promise((resolve) => document.addEventListener("load", resolve, true)),
  }));
  await field.focus();
  await ran.evaluate(async ({ script }) => void (await script));
  const log = page.getByRole("log", { name: "Your questions and our answers" });
  await field.fill("how can I reach you?");
  await field.press("Enter");
  await expect(log).toContainText("This is what works at the moment.");
  await expect(page).toHaveURL(`${server.url}/en`);
  await expect(field).toBeFocused();
  await field.fill('<img src=x onerror="alert(1)">');
  await field.press("Enter");
  await expect(log).toContainText("I do not know the answer to this question.");
  await expect(log.locator("img")).toHaveCount(0);
  const carried = log.getByRole("link", { name: "Write to us" }).last();
  expect(await carried.getAttribute("href")).toContain("asked=how+can+I+reach+you");
  await expectAccessible(page);
  await field.press("Escape");
  await expect(log).toHaveCount(0);
  await expect(field).toBeFocused();
  expect(complaints).toEqual([]);
  expect(await page.context().cookies()).toEqual([]);
});

test("without any script a question is answered, judged, and carried to a person", async ({
  browser,
  server,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server.url}/en`);
  await page.getByRole("textbox", { name: "Your question" }).fill("reinstalling watsapp");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.locator("#answer")).toContainText("Should I reinstall WhatsApp");
  await page.locator("summary").first().click();
  await page.getByRole("button", { name: "Yes" }).first().click();
  await expect(page.getByText("Thank you for telling us.")).toBeVisible();
  await page.goto(`${server.url}/en/help?q=do+you+sell+tarts`);
  await page.locator("#answer").getByRole("link", { name: "Write to us" }).click();
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("alert")).toContainText("Enter your name.");
  await page.getByLabel("Your name").fill("Ana");
  await page.getByLabel("E-mail address or telephone number").fill("ana@example.org");
  await page.getByLabel("Your message").fill("Do you?");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your message has arrived");
  await context.close();
});

test("the console answers a request and publishes an answer, in reach of everybody", async ({
  console: room,
  server,
  t,
}) => {
  const letter = { name: "Ben", reply: "ben@example.org", message: "Are you there?" };
  await room.request.post(`${server.url}/en/contact`, { form: letter });
  await room.goto(`${server.url}/console/help`);
  await expect(room.getByText("Are you there?")).toBeVisible();
  await expectAccessible(room);
  await room.getByRole("listitem").filter({ hasText: "Ben" }).getByRole("link").click();
  await room.getByRole("textbox", { name: t("help.answerText") }).fill("Yes, we are.");
  await room.getByRole("button", { name: t("help.answerSend") }).click();
  await expect(room.getByText(t("help.answerQueued"))).toBeVisible();
  await expectAccessible(room);
  await room.goto(`${server.url}/console/help?tab=faq`);
  await room
    .getByRole("button", { name: t("help.faqWithdraw", { language: "French" }) })
    .first()
    .click();
  await expect(room.getByText(t("help.faqState.draft"))).toBeVisible();
  await expectAccessible(room);
  await room.setViewportSize(PHONE);
  await expectNoOverflow(room);
});
