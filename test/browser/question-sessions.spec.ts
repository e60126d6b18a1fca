import { expectAccessible, expectForEverybody } from "./everybody.ts";
import { expect, test } from "./world.ts";

const FEW_VOTES = /fewer than 5/i;

test("a session and a poll are set up in the console, and accessible to everybody", async ({
  console: room,
  server,
  t,
}) => {
  await room.goto(`${server.url}/console/help?tab=forums`);
  await room.getByRole("button", { name: t("qa.add") }).click();
  const named = (key: string, language: string) =>
    room.getByRole("textbox", { name: `${t(key)} · ${language}` });
  await named("qa.name", "French").fill("Vos questions");
  await named("qa.name", "English").fill("Your questions");
  // Digit by digit, as a year is typed that is none until it is whole.
  const closes = room.getByLabel(t("qa.closes"));
  await closes.focus();
  await room.keyboard.type("12252099");
  await expect(closes).toHaveValue(/^2099-12-25T/);
  await room.getByRole("button", { name: t("save") }).click();
  const link = room.getByRole("link", { name: t("qa.open") });
  const session = (await link.getAttribute("href")) ?? "";
  await expectAccessible(room);

  const options = [
    { fr: "Oui", en: "Yes" },
    { fr: "Non", en: "No" },
  ];
  await room.goto(`${server.url}/console/help?tab=polls`);
  await room.getByRole("button", { name: t("poll.add") }).click();
  await named("poll.question", "French").fill("Tout va bien ?");
  await named("poll.question", "English").fill("All well?");
  for (const [index, { fr, en }] of options.entries()) {
    const label = t("poll.option", { number: index + 1 });
    await room.getByRole("textbox", { name: `${label} · French` }).fill(fr);
    await room.getByRole("textbox", { name: `${label} · English` }).fill(en);
  }
  await room.getByRole("button", { name: t("save") }).click();
  const poll = (await room.getByRole("link", { name: t("poll.open") }).getAttribute("href")) ?? "";
  await expectAccessible(room);

  await expect
    .poll(async () => (await room.request.get(`${server.url}${session}`)).status())
    .toBe(200);
  await expect
    .poll(async () => (await room.request.get(`${server.url}${poll}`)).status())
    .toBe(200);
  await room.goto(`${server.url}${session}/ask`);
  await room.getByRole("textbox", { name: "Your question" }).fill("When will it be over?");
  await room.getByRole("button", { name: "Send" }).click();
  await expect(room.getByRole("heading", { level: 1 })).toHaveText(
    "Thank you, your question has arrived",
  );
  await room.goto(`${server.url}/console/help?tab=forums`);
  await room.getByRole("button", { name: t("qa.queue") }).click();
  await room.getByRole("article").filter({ hasText: "over?" }).press("a");
  await expect(room.getByText(t("qa.empty"))).toBeVisible();
  await expect(async () => {
    await room.goto(`${server.url}${session}`);
    await expect(room.getByText("When will it be over?")).toBeVisible({ timeout: 500 });
  }).toPass();
  await room.getByRole("button", { name: "I have this question too" }).click();
  await expect(room.getByText("fewer than 5")).toBeVisible();
  await room.goto(`${server.url}${poll}`);
  await room.getByRole("radio", { name: "Yes" }).check();
  await room.getByRole("button", { name: "Vote" }).click();
  // One vote alone would say who voted how.
  await expect(room.getByText(FEW_VOTES)).toBeVisible();
  await expect(room.getByText("100%")).toHaveCount(0);
  for (const path of [session, `${session}/ask`, `${poll}?voted=1`]) {
    for (const language of ["fr", "en"]) {
      await room.goto(`${server.url}${path.replace("/en/", `/${language}/`)}`);
      await expectForEverybody(room);
    }
  }
});
