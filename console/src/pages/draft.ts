import type { PublicPage } from "./queries.ts";

export type PageDraft = Omit<PublicPage, "id" | "url" | "logo" | "may">;

/** Tocsin's own colours: what a page looks like that brings none. */
export const OUR_COLOURS = {
  light: { accent: "#0b4fa8", header: "#152238" },
  dark: { accent: "#8fc0ff", header: "#0a1019" },
};

/** What a form begins with. The page at the root has no short address. */
export function pageDraft(page: PublicPage | undefined, root: boolean): PageDraft {
  if (page) {
    const { id: _id, url: _url, logo: _logo, may: _may, ...draft } = page;
    return draft;
  }
  return {
    slug: root ? null : "",
    name: { fr: "", en: "" },
    domain: null,
    language: "fr",
    colours: null,
    footer: null,
    pointIds: [],
    platformIds: [],
    generalIncidents: true,
  };
}
