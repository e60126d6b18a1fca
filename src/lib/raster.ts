import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { renderAsync } from "@resvg/resvg-js";
import { type Font, readFont } from "./font.ts";

/** The family of both fonts, as a drawing names it. */
const FONT_FAMILY = "Open Sans";
const REGULAR = "@expo-google-fonts/open-sans/400Regular/OpenSans_400Regular.ttf";
const BOLD = "@expo-google-fonts/open-sans/700Bold/OpenSans_700Bold.ttf";

/** The fonts that every machine draws with: two files of our dependencies, no system fonts. */
export type Fonts = { regular: Font; bold: Font };

let fonts: Fonts | null = null;

export function drawingFonts(): Fonts {
  fonts ??= { regular: fontAt(REGULAR), bold: fontAt(BOLD) };
  return fonts;
}

/** Draws an SVG as PNG, in a thread of its own. The drawing can load nothing. */
export async function pngOf(svg: string): Promise<Buffer> {
  const image = await renderAsync(svg, {
    font: {
      loadSystemFonts: false,
      fontFiles: [pathOf(REGULAR), pathOf(BOLD)],
      defaultFontFamily: FONT_FAMILY,
    },
  });
  return image.asPng();
}

const fontAt = (name: string): Font => readFont(readFileSync(pathOf(name)));
const pathOf = (name: string): string => createRequire(import.meta.url).resolve(name);
