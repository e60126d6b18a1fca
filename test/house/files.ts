import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of the repository: its path from the root, and what it says. */
export type SourceFile = { path: string; text: string };

/** What one rule of the house has to say about one file: nothing, or a complaint for each offence. */
export type Rule = (file: SourceFile) => string[];

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Made by programs: not ours to judge, and never committed. */
export const generatedFolders = [
  "node_modules",
  ".cache",
  "dist",
  "data",
  "test-results",
  "playwright-report",
];

const notText = /\.(?:png|jpe?g|webp|ico|pdf|gz|zip|woff2?|ttf|mo|log)$|^package-lock\.json$/;

/** It offends on purpose. */
const mutantsPath = "test/house/mutants.ts";

/** Every text file that a person wrote. It walks, because a machine that runs the tests may lack git. */
export function houseFiles(): SourceFile[] {
  return pathsUnder(root)
    .filter((path) => !notText.test(path) && path !== mutantsPath)
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

function pathsUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return entry.isFile() ? [relative(root, path)] : [];
    // A generated name counts at the root only: src/data would be a folder of ours.
    const generated = folder === root && generatedFolders.includes(entry.name);
    return generated || entry.name === ".git" || entry.name === "node_modules"
      ? []
      : pathsUnder(path);
  });
}

export const isCode = (path: string) => /\.(?:ts|tsx|mjs|js|php)$/.test(path);
export const isTest = (path: string) =>
  /\.(?:test|spec)\.tsx?$/.test(path) || path.startsWith("test/");
export const isDocument = (path: string) =>
  /^[^/]+\.md$/.test(path) || /^(?:docs|integrations)\/.*\.md$/.test(path);
