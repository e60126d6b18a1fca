import { expect, test } from "vitest";
import { contextOf, notice, outageFacts } from "../../test/public-example.ts";
import { drawingFonts } from "../lib/raster.ts";
import { drawable, fitted, shareImage } from "./share-image.ts";

const fonts = drawingFonts();

test("what the font cannot draw never becomes a box", () => {
  const { bold } = fonts;
  expect(drawable("🚨 Panne \u202egénérale\u200b – l’arrêt 👨‍👩‍👧 ", bold)).toBe(
    "Panne générale – l’arrêt",
  );
  expect(drawable("تعطل WhatsApp 停電", bold)).toBe("WhatsApp");
  expect(drawable("a\u0301b\u0000c\ud800", bold)).toBe("ábc");
  expect(bold.has("é".codePointAt(0) ?? 0)).toBe(true);
});

test("long titles wrap, then shrink, and are cut only when nothing smaller helps", () => {
  const box = { width: 1_000, height: 250, sizes: [76, 52, 34] };
  expect(fitted("WhatsApp is down", fonts.bold, box)).toEqual({
    size: 76,
    lines: ["WhatsApp is down"],
  });
  const long = fitted("word ".repeat(40).trim(), fonts.bold, box);
  expect(long.size).toBeLessThan(76);
  expect(long.lines.join(" ")).toBe("word ".repeat(40).trim());
  const endless = fitted("W".repeat(500), fonts.bold, box);
  expect(endless.size).toBe(34);
  expect(endless.lines.at(-1)).toMatch(/…$/);
  for (const line of endless.lines) expect(fonts.bold.width(line, 34)).toBeLessThanOrEqual(1_000);
});

test("hostile words stay words", () => {
  const context = contextOf(outageFacts, "en");
  const texts = { ...notice().texts };
  const title = '</text><image href="http://evil.example/x.png"/>&"';
  const bad = notice({ code: "ABCDE12345", texts: { ...texts, en: { ...texts.en, title } } });
  const svg = shareImage(context, { notice: bad, shape: "square", fonts }).toString();
  expect(svg).not.toContain("<image");
  expect(svg).toContain("ABCDE-12345");
});
