import { execFileSync } from "node:child_process";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";

/** What Playwright's launchOptions need to start the browser. */
export type Browser = { executablePath: string; env: Record<string, string>; args: string[] };

const cacheDir = fileURLToPath(new URL("../../.cache/chromium/", import.meta.url));
const completeMark = "complete";
const systemPrograms = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];

/** The package's own arguments switch off web security: never test with those. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

/** A Chromium for tests and screenshots: the one you name, the one from npm, or Debian's. */
export async function findChromium(): Promise<Browser> {
  const yours = process.env["TOCSIN_CHROMIUM"];
  if (yours !== undefined && yours !== "") return { executablePath: yours, env: ownEnv(), args };
  const packageDir = chromiumPackage();
  if (packageDir !== null) return unpacked(packageDir);
  const system = systemPrograms.find((path) => existsSync(path));
  if (system !== undefined) return { executablePath: system, env: ownEnv(), args };
  throw new Error(
    "There is no Chromium. Set TOCSIN_CHROMIUM to one, or install Debian's chromium.",
  );
}

function ownEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

/** The package carries a program for Linux on x64 and nothing else. */
function chromiumPackage(): string | null {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  try {
    const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
    let folder = dirname(entry);
    while (!existsSync(join(folder, "bin", "chromium.br"))) {
      if (folder === dirname(folder)) return null;
      folder = dirname(folder);
    }
    return folder;
  } catch {
    return null;
  }
}

async function unpacked(packageDir: string): Promise<Browser> {
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(packageDir, "package.json"), "utf8"),
  );
  const folder = join(cacheDir, manifest.version);
  if (!existsSync(join(folder, completeMark))) await unpack(packageDir, folder);
  return {
    executablePath: join(folder, "chromium"),
    args,
    env: {
      ...ownEnv(),
      LD_LIBRARY_PATH: join(folder, "al2023", "lib"),
      FONTCONFIG_PATH: join(folder, "fonts"),
    },
  };
}

/** Unpacks beside and renames: a second process never sees half a browser. */
async function unpack(packageDir: string, folder: string): Promise<void> {
  const draft = `${folder}.${process.pid}`;
  mkdirSync(draft, { recursive: true });
  try {
    const from = (name: string) => join(packageDir, "bin", name);
    await decompress(from("chromium.br"), join(draft, "chromium"), 0o755);
    for (const [name, into] of archives) await unpackArchive(from(name), join(draft, into));
    writeFileSync(join(draft, "fonts", "fonts.conf"), fontsConf(folder));
    writeFileSync(join(draft, completeMark), "");
    // A folder without the mark is the rest of a removal that was cut short.
    if (!existsSync(join(folder, completeMark))) rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } catch (cause) {
    if (!existsSync(join(folder, completeMark))) throw cause;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Where each archive goes. Chromium looks for its software GPU beside itself. */
const archives: [string, string][] = [
  ["swiftshader.tar.br", "."],
  ["al2023.tar.br", "al2023"],
  ["fonts.tar.br", "."],
];

async function unpackArchive(archive: string, into: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  const tar = join(into, "archive.tar");
  await decompress(archive, tar, 0o644);
  execFileSync("tar", ["-xf", tar, "-C", into, "--no-same-owner"]);
  rmSync(tar);
}

async function decompress(from: string, to: string, mode: number): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode }));
}

function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, "font-cache")}</cachedir>
</fontconfig>
`;
}
