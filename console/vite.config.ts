import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Where `npm run dev` style work finds a running server; the product serves both from one origin. */
const server = process.env["TOCSIN_URL"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  root: import.meta.dirname,
  base: "/console/",
  plugins: [react()],
  server: { proxy: { "/api": { target: server, headers: { origin: server } } } },
  build: {
    outDir: "../dist/console",
    emptyOutDir: true,
    // Everything is loaded from our own origin under a strict policy: nothing is inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      onwarn(warning, warn) {
        // Mantine starts its files with "use client", which means nothing in a bundle (hazard H23).
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning);
      },
    },
  },
});
