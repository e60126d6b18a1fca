import type { APIRequestContext, Page } from "@playwright/test";
import { NOTICE_TEXTS } from "../kits/notice-texts.ts";
import { expectAccessible, expectForEverybody, expectNoOverflow } from "./everybody.ts";
import { expect, test } from "./world.ts";

const TEXTS = NOTICE_TEXTS;
const RUMOUR = {
  verdict: "misleading",
  source: "Clairval",
  links: ["https://example.org/proof"],
  texts: {
    fr: { claim: "Tout est fermé", answer: "Deux magasins le sont.", evidence: "Relevé de 8 h." },
    en: { claim: "All is closed", answer: "Two shops are.", evidence: "As of 8:00." },
  },
};

/** Acts as the person who is signed in on this page. */
async function asked(request: APIRequestContext, url: string) {
  const session = await (await request.get(`${url}/api/session`)).json();
  return async (path: string, data: object = {}) => {
    const headers = { "x-csrf-token": session.csrf, origin: url };
    const answer = await request.post(`${url}/api${path}`, { data, headers });
    expect([path, answer.status()]).toEqual([path, 201]);
    return await answer.json();
  };
}

async function published(page: Page, url: string): Promise<{ incident: string; code: string }> {
  const act = await asked(page.request, url);
  const title = { fr: "Commandes suspendues", en: "Orders on hold" };
  const incident = (await act("/incidents", { title, platformId: null })).id;
  const nextUpdateAt = new Date(Date.now() + 3_600_000).toISOString();
  const notice = { texts: TEXTS, severity: "major", source: "Clairval", nextUpdateAt };
  const { id } = await act(`/incidents/${incident}/announcements`, notice);
  await act(`/announcements/${id}/publication`);
  const rumour = await act("/rumours", { ...RUMOUR, incidentId: incident });
  await act(`/rumours/${rumour.id}/publication`);
  const proof = await (await page.request.get(`${url}/api/announcements/${id}/proof`)).json();
  await expect
    .poll(async () => (await page.request.get(`${url}/fr/incidents/${incident}`)).status())
    .toBe(200);
  return { incident, code: proof.code };
}

const forged = (language: "fr" | "en") =>
  Object.values(TEXTS[language]).join("\n\n").replace("01 55 00 00 02", "08 99 0\u200b0 00 02");

for (const language of ["fr", "en"] as const) {
  test(`verify and rumours are for everybody: ${language}`, async ({ console: page, server }) => {
    const { code, incident } = await published(page, server.url);
    const paths = ["verify", `verify/${code}`, "rumours", "rumours/ask", `incidents/${incident}`];
    for (const path of paths) {
      await page.goto(`${server.url}/${language}/${path}`);
      await expectForEverybody(page);
    }
    await page.goto(`${server.url}/${language}/verify`);
    await page.locator("textarea").fill(forged(language));
    await page.locator("main form button").click();
    await expect(page.locator("ins")).toHaveCount(1);
    await expectForEverybody(page);
  });
}

test("without any script: a copy is checked by keyboard, and the public key can be selected", async ({
  console: operator,
  browser,
  server,
}) => {
  const { code } = await published(operator, server.url);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(`${server.url}/en`);
  await page.getByRole("link", { name: "Verify a message" }).click();
  await page.getByLabel("The text, the code or the link").fill(Object.values(TEXTS.en).join(" "));
  await page.getByRole("button", { name: "Check it" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Yes, this is ours");
  await expect(page.getByRole("status").filter({ hasText: "Yes, this is ours" })).toBeVisible();
  await page.goto(`${server.url}/en/verify/${code}`);
  await expect(page.getByRole("img", { name: `QR code of ${server.url}` })).toBeVisible();
  const key = page.locator("#key code.select");
  await expect(key).toHaveText(/^[A-Za-z0-9+/]{43}=$/);
  await expect(key).toHaveCSS("user-select", "all");
  expect(await context.cookies()).toEqual([]);
  expect(complaints).toEqual([]);
  await context.close();
});

test("the rumour board of the console: a question becomes an answer in public", async ({
  console: page,
  server,
  t,
}) => {
  const words = "They say that the bread of today is stale";
  const form = { words, link: "https://rumour.example/x" };
  await page.request.post(`${server.url}/en/rumours/ask`, { form });
  await page.goto(`${server.url}/console/rumours`);
  const card = page.getByRole("article").filter({ hasText: words });
  await expect(card).toContainText("https://rumour.example/x");
  await expect(card.getByRole("link")).toHaveCount(0);
  await card.getByRole("button", { name: t("rumour.question.answer") }).click();
  const dialog = page.getByRole("dialog");
  await expectAccessible(page);
  const part = (name: string, language: string) =>
    dialog.getByLabel(`${t(`rumour.part.${name}`)} · ${t(`language.${language}`)}`);
  await expect(part("claim", "en")).toHaveValue(words);
  await part("claim", "fr").fill("Le pain serait rassis");
  for (const name of ["answer", "evidence"]) {
    await part(name, "fr").fill("Il est du jour.");
    await part(name, "en").fill("It is of today.");
  }
  await dialog.getByLabel(t("announcement.source")).fill("Our bakers");
  await dialog.getByRole("button", { name: t("announcement.saveDraft") }).click();
  const entry = page.getByRole("article").filter({ hasText: words });
  await entry.getByRole("button", { name: t("rumour.publish"), exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: t("rumour.publish"), exact: true })
    .click();
  await expect(entry).toContainText(t("state.rumour.published"));
  await expectForEverybody(page);
  await expect(async () => {
    await page.goto(`${server.url}/fr/rumours`);
    await expect(page.getByText("Le pain serait rassis")).toBeVisible({ timeout: 500 });
  }).toPass();
});

test("the console shows code, QR and pictures, and changes the key after asking", async ({
  console: page,
  server,
  t,
}) => {
  const { incident, code } = await published(page, server.url);
  await page.goto(`${server.url}/console/incidents/${incident}?tab=announcements`);
  await expect(page.getByText(`${code.slice(0, 5)}-${code.slice(5)}`)).toBeVisible();
  const wide = t("proof.shape.image", { language: t("language.fr") });
  const href = await page.getByRole("link", { name: wide }).getAttribute("href");
  const picture = await page.request.get(`${server.url}${href}`);
  expect(picture.headers()["content-type"]).toBe("image/png");
  await expectAccessible(page);
  await page.goto(`${server.url}/console/settings?tab=signing`);
  const key = page.locator("code").first();
  const before = await key.textContent();
  await expectAccessible(page);
  await page.getByRole("button", { name: t("signing.change") }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(t("signing.changeExplain"));
  await dialog.getByRole("button", { name: t("signing.change") }).click();
  await expect(page.getByText(t("signing.former"))).toBeVisible();
  expect(await key.textContent()).not.toBe(before);
  await expectNoOverflow(page);
});
