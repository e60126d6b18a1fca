import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { codeOnly, withoutComments } from "./code.ts";
import { isCode, isDocument, isTest, type Rule, root } from "./files.ts";

const codeLinesMax = 300;
const styleLinesMax = 400;

/** A file that outgrows one reading is two files. */
export const sizes: Rule = ({ path, text }) => {
  const limit = isCode(path) ? codeLinesMax : path.endsWith(".css") ? styleLinesMax : Infinity;
  const lines = text.trimEnd().split("\n").length;
  return lines > limit ? [`${path} has ${lines} lines, more than ${limit}`] : [];
};

/** A thing has one name, wherever it is imported. */
export const namedExports: Rule = ({ path, text }) =>
  path.startsWith("src/") && /\bexport\s+default\b/.test(codeOnly(text))
    ? [`${path} has a default export`]
    : [];

const hollowNames = /manager|service|helper|util|handler/i;

/** A name says what is inside. */
export const tellingNames: Rule = ({ path }) =>
  isCode(path) && hollowNames.test(path) && !/^src\/service\.(?:test\.)?ts$/.test(path)
    ? [`${path} has a name that says nothing`]
    : [];

const leftovers = new RegExp(
  ["TO" + "DO", "FIX" + "ME", "XX" + "X"].map((w) => `\\b${w}\\b`).join("|"),
);

/** What is not done is not here. */
export const nothingLeft: Rule = ({ path, text }) => {
  const found = leftovers.exec(text);
  return found === null ? [] : [`${path} says ${found[0]}`];
};

const asleep = /\b(?:test|it|describe|suite)(?:\.\w+)*\.(?:only|skip|todo|fails|fixme|skipIf)\b/;

/** A test runs, or it is not there. */
export const testsAwake: Rule = ({ path, text }) => {
  const found = isTest(path) ? asleep.exec(withoutComments(text)) : null;
  return found === null ? [] : [`${path} has a ${found[0]}`];
};

const machinePath = new RegExp(`(?:^|[\\s"'\`(=:,])(/(?:wo${"rk"}|ro${"ot"})/\\S*)`);

/** The house stands on any machine. */
export const noMachinePaths: Rule = ({ path, text }) => {
  const found = machinePath.exec(text);
  return found === null ? [] : [`${path} names ${found[1]}`];
};

const ourPath = /`((?:src|test|console|widget|scripts|docs|bench|locales|integrations)\/[^`\s]*)`/g;

/** What a document points at is there. */
export const truePaths: Rule = ({ path, text }) => {
  if (!isDocument(path)) return [];
  const named = [...text.matchAll(ourPath)].flatMap(([, each = ""]) => each.replace(/:\d+$/, ""));
  const linked = [...text.matchAll(/\]\(([^)\s#:]+)(?:#[^)]*)?\)/g)].map(([, to = ""]) =>
    posix.join(posix.dirname(path), to),
  );
  return [...named, ...linked]
    .filter((each) => !/[*<>{}…]/.test(each) && !existsSync(join(root, each)))
    .map((each) => `${path} points at ${each}, which is not there`);
};
