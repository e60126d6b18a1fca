import { codeOnly, type Import, importsOf, withoutComments } from "./code.ts";
import { isTest, type Rule } from "./files.ts";

/** From the ground up. Rooms on one floor do not know each other. */
const floors = [
  ["domain", "lib"],
  // Stands on lib alone: it explains a contradiction in the same way as everybody else.
  ["config"],
  ["sensors", "transports", "copies", "store", "pages", "simulators"],
  ["actions"],
  ["cli", "loops", "http"],
  ["service"],
  ["main"],
];

/** Imports go downstairs or stay in their room. */
export const stairs: Rule = (file) => {
  if (!file.path.startsWith("src/") || isTest(file.path)) return [];
  const here = roomOf(file.path);
  if (floorOf(here) < 0) return [`${file.path} is in no room of the house`];
  return importsOf(file)
    .filter((each) => each.own && !isReachable(here, each.target))
    .map((each) => `${file.path} imports ${each.target}`);
};

/** Console and widget live next door: they take types of the API and the words, nothing else. */
export const nextDoor: Rule = (file) => {
  const [, house] = /^(console|widget)\//.exec(file.path) ?? [];
  if (house === undefined) return [];
  return importsOf(file)
    .filter((each) => each.own && !isNeighbourly(house, each))
    .map((each) => `${file.path} imports ${each.target}`);
};

/** Node runs our TypeScript as it stands: a path names the file. */
export const wholePaths: Rule = (file) => {
  if (!/\.tsx?$/.test(file.path)) return [];
  return importsOf(file)
    .filter((each) => each.own && !/\.\w+(?:\?.*)?$/.test(each.specifier))
    .map((each) => `${file.path} imports ${each.specifier} without its ending`);
};

const impurities = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /\bMath\.random\b/,
  /\basync\b/,
  /\bawait\b/,
  /\bPromise\b/,
  /\bprocess\./,
  /\bset(?:Timeout|Interval|Immediate)\b/,
  /\bperformance\./,
  /\bfetch\(/,
];

/** The domain knows no clock, no chance, no waiting, and nobody else's code. */
export const pureDomain: Rule = (file) => {
  if (!file.path.startsWith("src/domain/") || isTest(file.path)) return [];
  const code = codeOnly(file.text);
  const impure = impurities.flatMap((each) => each.exec(code)?.[0] ?? []);
  const foreign = importsOf(file).filter((each) => !each.own);
  return [...impure, ...foreign.map((each) => each.target)].map(
    (found) => `${file.path} uses ${found}`,
  );
};

const mayWrite = /^src\/(?:actions|store)\/|^src\/loops\/(?:watch|listen|deliver|hear)/;
const writing = [
  /\bimport\b[^;]*\b(?:serialisable|transact|Tx)\b[^;]*\bfrom\s*["'][^"']*store\//,
  /\.transaction\(/,
  /\.(?:insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\(/,
];

/** Only actions change what is true, and the loops that architecture names note facts. */
export const writers: Rule = (file) => {
  if (!file.path.startsWith("src/") || isTest(file.path) || mayWrite.test(file.path)) return [];
  const code = withoutComments(file.text);
  return writing
    .flatMap((each) => each.exec(code)?.[0] ?? [])
    .map((found) => `${file.path} writes to the store: ${found}`);
};

function roomOf(path: string): string {
  return path.split("/")[1]?.replace(/\.ts$/, "") ?? "";
}

function floorOf(room: string): number {
  return floors.findIndex((rooms) => rooms.includes(room));
}

function isReachable(here: string, target: string): boolean {
  if (/^locales\/.*\.json$|^package\.json$/.test(target)) return true;
  if (!target.startsWith("src/") || isTest(target)) return false;
  const there = roomOf(target);
  return there === here || (floorOf(there) >= 0 && floorOf(there) < floorOf(here));
}

function isNeighbourly(house: string, { target, typeOnly }: Import): boolean {
  // What the banner looks like is drawn by one piece of code, also where it is previewed.
  if (house === "console" && target === "widget/draw.ts") return true;
  if (target.startsWith(`${house}/`) || /^locales\/.*\.json$/.test(target)) return true;
  return typeOnly && target.startsWith("src/http/api");
}
