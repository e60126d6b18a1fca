import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { invalid } from "../lib/errors.ts";

const VARIABLE = "TOCSIN_OFFLINE_PASSPHRASE";

/** The passphrase from the environment, or typed without being shown; twice where it is a new one. */
export async function readPassphrase(options: { isNew: boolean }): Promise<string> {
  const given = process.env[VARIABLE];
  if (given) return given;
  if (!process.stdin.isTTY) throw invalid(`Set ${VARIABLE}, or run this in a terminal.`);
  const first = await ask("Passphrase of the copy: ", { hidden: true });
  if (options.isNew && (await ask("The same once more: ", { hidden: true })) !== first) {
    throw invalid("The two are not the same. Nothing was written.");
  }
  return first;
}

/** Asks the person at the terminal. */
export async function ask(question: string, options: { hidden: boolean }): Promise<string> {
  const nothing = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = options.hidden ? nothing : process.stderr;
  const asking = createInterface({ input: process.stdin, output, terminal: true });
  if (options.hidden) process.stderr.write(question);
  try {
    return await asking.question(options.hidden ? "" : question);
  } finally {
    asking.close();
    if (options.hidden) process.stderr.write("\n");
  }
}
