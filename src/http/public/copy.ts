import { readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { CopyFile, Snapshot } from "../../copies/destination.ts";
import {
  fileOf,
  manifestOf,
  SIGNATURE_ENDING,
  type Sign,
  signatureOf,
} from "../../copies/manifest.ts";
import type { Language } from "../../domain/language.ts";
import type { PublicState } from "../../domain/public-state.ts";
import { makeFolder } from "../../lib/folder.ts";
import { missingPath } from "../../pages/site.ts";
import { isTyped, withFoundLinks, withOwnLinks } from "./copy-links.ts";
import type { Asset } from "./face.ts";
import { headersFor } from "./headers.ts";

export type Copy = {
  /** Gets everything there is after each look, and writes it down. */
  keep(assets: readonly Asset[], state: PublicState, isNews: boolean): Promise<void>;
  /** What was written last, for whoever carries it elsewhere. */
  latest(): Snapshot | null;
  /** How to sign now; null while there is no key. */
  signing(): Promise<Sign | null>;
};

type CopyParts = {
  folder: string;
  signing?: () => Promise<Sign | null>;
};

/**
 * Writes the public pages as files that any host can serve in any folder: what we serve ourselves,
 * byte for byte, but for the links of the pages.
 * Each file appears whole (write aside, then rename); what is no longer public goes away.
 */
export function createCopy({ folder, signing = async () => null }: CopyParts): Copy {
  const write = writerIn(folder);
  const drawn = new Map<string, { etag: string; key: Sign | null; files: [string, CopyFile][] }>();
  let latest: Snapshot | null = null;

  /** What has not changed is neither hashed nor signed again. */
  function filesFor(name: string, asset: Asset, sign: Sign | null): [string, CopyFile][] {
    const known = drawn.get(name);
    if (known?.etag === asset.etag && known.key === sign) return known.files;
    const files = withSignature(name, asset, sign);
    drawn.set(name, { etag: asset.etag, key: sign, files });
    return files;
  }

  return {
    latest: () => latest,
    signing,
    async keep(assets, state, isNews) {
      const sign = await signing();
      const named = namesOf(assets, state.organisation.defaultLanguage);
      const files = new Map([...named].flatMap(([name, asset]) => filesFor(name, asset, sign)));
      for (const name of drawn.keys()) if (!named.has(name)) drawn.delete(name);
      const { generatedAt, staleAfterMs } = state;
      const staleAfter = generatedAt + staleAfterMs;
      const newsAt = isNews || latest === null ? generatedAt : latest.newsAt;
      latest = { files, generatedAt, staleAfter, newsAt };
      const held = [...files].map(([name, { sha256 }]) => [name, sha256] as const);
      await write(new Map([...files, ...manifestOf(held, { generatedAt, staleAfter }, sign)]));
    },
  };
}

/** What programs read is signed file by file; the pages, like everything, by the list of all of it. */
function withSignature(name: string, asset: Asset, sign: Sign | null): [string, CopyFile][] {
  const headers = headersFor(asset.kind);
  const type = headers["content-type"] ?? "application/octet-stream";
  const file = fileOf(bytesOf(name, asset), type, headers["cache-control"] ?? "no-cache");
  if (sign === null || !name.endsWith(".json")) return [[name, file]];
  return [
    [name, file],
    [`${name}${SIGNATURE_ENDING}`, signatureOf(file, sign)],
  ];
}

const MISSING = "404.html";

function bytesOf(name: string, { kind, body, bytes }: Asset): Buffer {
  if (kind !== "page") return bytes;
  return Buffer.from(name === MISSING ? withFoundLinks(body) : withOwnLinks(body, name));
}

/** "fr", "en": what the address of a home page ends in. */
const LANGUAGE_LENGTH = 2;

/** Files by name: an address that looks like a folder gets its index, and one that is typed its page. */
function namesOf(assets: readonly Asset[], home: Language): Map<string, Asset> {
  const files = new Map<string, Asset>();
  for (const asset of assets) {
    if (asset.path === missingPath(home)) files.set(MISSING, asset);
    if (!asset.path.startsWith("/") || asset.path.includes("#")) continue;
    // A page with a host of its own is a copy of its own.
    const name = asset.path.replace(/^\/\//, "hosts/").replace(/^\//, "");
    files.set(asset.kind === "page" ? `${name}/index.html` : name, asset);
    if (asset.kind === "page" && isTyped(asset.path)) files.set(`${name}.html`, asset);
    if (asset.home) files.set(`${name.slice(0, -LANGUAGE_LENGTH)}index.html`, asset);
  }
  return files;
}

function writerIn(folder: string) {
  const written = new Map<string, string>();
  let swept = false;

  return async (files: ReadonlyMap<string, CopyFile>): Promise<void> => {
    for (const [name, { bytes, sha256 }] of files) {
      if (written.get(name) === sha256) continue;
      await writeWhole(join(folder, name), bytes);
      written.set(name, sha256);
    }
    const there = swept ? [...written.keys()] : await filesIn(folder);
    for (const name of there.filter((each) => !files.has(each))) {
      await rm(join(folder, name), { force: true });
      written.delete(name);
    }
    swept = true;
  };
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  makeFolder(dirname(path));
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
