import { readdir } from "node:fs/promises";

const NAME = /^tocsin-(\d{4}-\d{2}-\d{2})\.offline$/;

/** What the copy of a day (UTC) is called. */
export const copyNameOf = (at: number): string =>
  `tocsin-${new Date(at).toISOString().slice(0, 10)}.offline`;

/** The copies in a folder, the oldest first. */
export const copiesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => NAME.test(name)).sort();

/** The copy that was made last, and on which day; null where there is none. */
export async function newestCopy(folder: string): Promise<{ name: string; madeAt: number } | null> {
  const name = (await copiesIn(folder).catch(() => [])).at(-1);
  return name === undefined ? null : { name, madeAt: Date.parse(NAME.exec(name)?.[1] ?? "") };
}
