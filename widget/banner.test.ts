import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { expect, test } from "vitest";

const BANNER_GZ_BYTES_MAX = 2_500;

async function built(): Promise<string> {
  const configFile = fileURLToPath(new URL("vite.config.ts", import.meta.url));
  const result = await build({ configFile, logLevel: "silent", build: { write: false } });
  const [bundle] = Array.isArray(result) ? result : [result];
  if (bundle === undefined || !("output" in bundle)) throw new Error("Nothing was built.");
  expect(bundle.output).toHaveLength(1);
  return bundle.output[0].code;
}

test("the banner is one classic script below 2.5 kB gzipped", async () => {
  const code = await built();
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(BANNER_GZ_BYTES_MAX);
  expect(() => new Script(code)).not.toThrow();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with them.
  expect(code).toMatch(/^[\0-\x7f]*$/);
  expect(code).not.toMatch(/^\s*(import|export)\b/m);
});

test("it sets no cookie, parses no markup, adds no style element, and never preflights", async () => {
  const code = await built();
  expect(code).not.toMatch(/cookie|innerHTML|insertAdjacentHTML|outerHTML|eval\(/);
  expect(code).not.toMatch(/if-none-match|createElement\(.style/i);
  expect(code).toContain("adoptedStyleSheets");
  expect(code).toContain("no-cache");
});
