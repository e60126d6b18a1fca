import { describe, expect, test } from "vitest";
import { postsOf } from "./classes.ts";
import { languageOf } from "./language.ts";

describe("the language of a short post", () => {
  test.each([
    ["WhatsApp ne marche plus depuis ce matin", "fr"],
    ["WhatsApp stopped working this morning", "en"],
    ["WhatsApp dejó de funcionar esta mañana", "es"],
    ["O WhatsApp parou de funcionar esta manhã", "pt"],
    ["#whatsappdown is it just me?", "en"],
    ["¿Alguien sabe qué pasa? https://example.org/news-of-the-day", "es"],
  ])("%s", (text, language) => {
    expect(languageOf(text)).toBe(language);
  });

  test.each([
    ["nothing", ""],
    ["two letters", "ok"],
    ["names and links only", "#whatsapp @joe https://example.org/down"],
    ["German", "WhatsApp geht bei mir seit einer Stunde nicht mehr"],
    ["Italian", "WhatsApp non funziona più da questa mattina"],
    ["Dutch", "WhatsApp doet het niet meer sinds vanochtend"],
    ["other letters", "сегодня ничего не работает"],
  ])("%s is none of ours", (_what, text) => {
    expect(languageOf(text)).toBeNull();
  });

  test("is right, or not said, in nearly all of the held-back posts", () => {
    const posts = postsOf("held-back");
    const said = posts.map(({ text, language }) => ({ said: languageOf(text), language }));
    const right = said.filter((each) => each.said === each.language).length;
    const wrong = said.filter((each) => each.said !== null && each.said !== each.language).length;
    expect(right / posts.length).toBeGreaterThan(0.95);
    expect(wrong / posts.length).toBeLessThan(0.01);
  });
});
