import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Pages in any encoding may include it: what is not ASCII is written as an escape. */
const asciiOnly: Plugin = {
  name: "ascii-only",
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== "chunk") continue;
      file.code = file.code.replace(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
    }
  },
};

/** One classic script that runs on any page: no module, no name left behind. */
export default defineConfig({
  root: here("."),
  publicDir: false,
  plugins: [asciiOnly],
  build: {
    outDir: here("../dist/widget"),
    emptyOutDir: true,
    target: "es2022",
    lib: {
      entry: here("banner.ts"),
      formats: ["iife"],
      name: "tocsin",
      fileName: () => "banner.js",
    },
  },
});
