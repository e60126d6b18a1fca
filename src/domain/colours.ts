/** Two colours for each of the two looks of a page, as "#rrggbb". */
export type Colours = Record<Look, Record<ColourPart, string>>;
export type Look = "light" | "dark";
export type ColourPart = "accent" | "header";

/** WCAG 2.2, 1.4.3: text against what it stands on. */
const CONTRAST_MIN = 4.5;
const HEX = /^#[0-9a-f]{6}$/i;
const WHITE = "#ffffff";

/** What an accent stands on (a card, the page), and what stands on a header, in either look. */
const GROUNDS: Record<Look, { accent: readonly string[]; header: readonly string[] }> = {
  light: { accent: ["#ffffff", "#f5f6f8"], header: [WHITE] },
  dark: { accent: ["#18212d", "#0f151e"], header: [WHITE] },
};

export const isColour = (text: string): boolean => HEX.test(text);

/** A colour that cannot be read where it will stand, with the ratio it comes to. */
export type Pale = { look: Look; part: ColourPart; ratio: number };

/** Every colour that nobody could read; none is the answer hoped for. */
export function paleIn(colours: Colours): Pale[] {
  return (["light", "dark"] as const).flatMap((look) =>
    (["accent", "header"] as const).flatMap((part) => {
      const ratio = Math.min(
        ...GROUNDS[look][part].map((ground) => contrastOf(colours[look][part], ground)),
      );
      // Rounded down: 4.49 is not 4.5.
      const told = Math.floor(ratio * 100) / 100;
      return told < CONTRAST_MIN ? [{ look, part, ratio: told }] : [];
    }),
  );
}

/** How well one colour is read on another, from 1 (not at all) to 21 (WCAG 2.2, "contrast ratio"). */
export function contrastOf(a: string, b: string): number {
  const [light, dark] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminanceOf(colour: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
