import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** One classic script that runs on any page: no module, no name left behind. */
export default defineConfig({
  root: here("."),
  publicDir: false,
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
