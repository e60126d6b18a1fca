import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";

export const PHONE = { width: 320, height: 640 };
export const LAPTOP = { width: 1280, height: 900 };

/** The rules of WCAG 2.2 A and AA. */
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const options = {
  runOnly: { type: "tag", values: tags },
  resultTypes: ["violations"],
  // The one frame we have is the preview of the public page, which lets no script in, axe included.
  iframes: false,
};

/** Axe comes as a package of Playwright's binding, which would bring it along twice for each look. */
const binding = createRequire(import.meta.url).resolve("@axe-core/playwright");
const axe = readFileSync(createRequire(binding).resolve("axe-core/axe.min.js"), "utf8");

/** No violation of WCAG 2.2 A and AA that axe can see. */
export async function expectAccessible(page: Page): Promise<void> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  await settled(page);
  const found = await page.evaluate(async (asked): Promise<string[]> => {
    const { violations } = await Reflect.get(window, "axe").run(document, asked);
    const html = ({ html }: { html: string }) => html;
    return violations.map(
      ({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
        `${id}: ${nodes.map(html).join(" | ")}`,
    );
  }, options);
  expect(found, page.url()).toEqual([]);
}

/** What fades in is pale for a moment: everything that moves and will stop has come to its end. */
async function settled(page: Page): Promise<void> {
  // What was asked for a moment ago begins to move with the next picture.
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState, effect }) => {
      const end = effect?.getComputedTiming().endTime;
      return playState !== "running" || end === Number.POSITIVE_INFINITY;
    }),
  );
}

/** Nothing has to be scrolled sideways. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const over = () =>
    page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  await expect.poll(over, page.url()).toBe(0);
}

/**
 * What holds for everybody: on the smallest phone and at a desk, by day and by night, axe finds
 * nothing and nothing has to be scrolled sideways. Colours do not depend on the width: at `others`
 * only the room is looked at.
 */
export async function expectForEverybody(page: Page, others: readonly number[] = []) {
  for (const width of others) {
    await page.setViewportSize({ width, height: LAPTOP.height });
    await expectNoOverflow(page);
  }
  for (const size of [PHONE, LAPTOP]) {
    await page.setViewportSize(size);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
      await expectNoOverflow(page);
    }
  }
}
