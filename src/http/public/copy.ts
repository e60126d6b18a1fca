import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { Language } from "../../domain/language.ts";
import { missingPath } from "../../pages/site.ts";
import type { Asset } from "./face.ts";

/**
 * Writes the public pages as files that any host can serve, byte for byte what we serve ourselves.
 * Each file appears whole (write aside, then rename); what is no longer public goes away.
 */
export function createCopy(folder: string) {
  const written = new Map<string, string>();
  let swept = false;

  return async (assets: readonly Asset[], home: Language): Promise<void> => {
    const files = filesOf(assets, home);
    for (const [name, asset] of files) {
      if (written.get(name) === asset.etag) continue;
      await writeWhole(join(folder, name), asset.bytes);
      written.set(name, asset.etag);
    }
    const there = swept ? [...written.keys()] : await filesIn(folder);
    for (const name of there.filter((each) => !files.has(each))) {
      await rm(join(folder, name), { force: true });
      written.delete(name);
    }
    swept = true;
  };
}

/** Files by name: an address that looks like a folder gets its index. */
function filesOf(assets: readonly Asset[], home: Language): Map<string, Asset> {
  const files = new Map<string, Asset>();
  for (const asset of assets) {
    if (asset.path === missingPath(home)) files.set("404.html", asset);
    if (!asset.path.startsWith("/")) continue;
    const name = asset.path.slice(1);
    files.set(asset.kind === "page" ? `${name}/index.html` : name, asset);
    if (asset.path === `/${home}`) files.set("index.html", asset);
  }
  return files;
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}.new`;
  await writeFile(aside, bytes);
  await rename(aside, path);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
}
