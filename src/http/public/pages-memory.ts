import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { LANGUAGES } from "../../domain/language.ts";
import { LOGO_TYPES, type PublicPage } from "../../domain/page-look.ts";
import { codeOf } from "../../lib/errors.ts";
import { makeFolder } from "../../lib/folder.ts";

const NAME = "public-pages.json";
const Two = z.object({ fr: z.string(), en: z.string() });
const Pair = z.object({ accent: z.string(), header: z.string() });

const Kept = z.array(
  z.object({
    id: z.string(),
    slug: z.string().nullable(),
    name: Two,
    domain: z.string().nullable(),
    language: z.enum(LANGUAGES),
    colours: z.object({ light: Pair, dark: Pair }).nullable(),
    footer: z.object({ text: Two, url: z.string() }).nullable(),
    pointIds: z.array(z.string()),
    platformIds: z.array(z.string()),
    generalIncidents: z.boolean(),
    logo: z
      .object({ type: z.enum(LOGO_TYPES), base64: z.base64() })
      .transform(({ type, base64 }) => ({ type, bytes: Buffer.from(base64, "base64") }))
      .nullable(),
  }),
);

/** Writes down which pages there are: without a database, each still stands under its own name. */
export function pagesMemoryIn(dataDir: string): (pages: readonly PublicPage[]) => Promise<void> {
  const path = join(dataDir, NAME);
  let written = "";
  return async (pages) => {
    const text = JSON.stringify(pages.map(withText));
    if (text === written) return;
    makeFolder(dataDir);
    const aside = `${path}.${process.pid}.new`;
    await writeFile(aside, text, { mode: 0o600 });
    await rename(aside, path);
    written = text;
  };
}

/** Which pages there were when this machine last looked; none where nothing was kept. */
export async function recallPages(dataDir: string): Promise<readonly PublicPage[]> {
  try {
    return Kept.safeParse(JSON.parse(await readFile(join(dataDir, NAME), "utf8"))).data ?? [];
  } catch (cause) {
    if (cause instanceof SyntaxError || codeOf(cause) === "ENOENT") return [];
    throw cause;
  }
}

const withText = ({ logo, ...page }: PublicPage) => ({
  ...page,
  logo:
    logo === null ? null : { type: logo.type, base64: Buffer.from(logo.bytes).toString("base64") },
});
