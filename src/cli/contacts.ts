import { createWriteStream } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import type { House } from "../actions/action.ts";
import { searchContacts } from "../actions/contact/count-reach.ts";
import { forgetContact } from "../actions/contact/erase.ts";
import type { Actor } from "../domain/roles.ts";
import { codeOf, invalid, notFound } from "../lib/errors.ts";
import { contactsCsv } from "../store/contact-csv.ts";
import { countContacts, findContact } from "../store/contacts.ts";
import { type ImportOptions, importContacts } from "./contacts-import.ts";
import { createProgress } from "./progress.ts";
import { writing } from "./terminal.ts";

/** Opens the house for one command, and closes it afterwards. */
export type WithHouse = (work: (house: House, actor: Actor) => Promise<void>) => Promise<void>;

const listedDefault = 20;
const listedMax = 1_000;

/** `tocsin contacts`: the people we may have to reach, from the command line. */
export function registerContacts(program: Command, withHouse: WithHouse): void {
  const contacts = program.command("contacts").description("The people we may have to reach");
  contacts
    .command("import")
    .description("Bring contacts in from a CSV file: all of it, or nothing")
    .argument("<file>", "CSV in any common encoding; the first line names the columns")
    .option("--country <code>", "country of phone numbers without a prefix, for example FR")
    .option("--consent-wording <text>", "what all these people agreed to, word for word")
    .option("--consent-source <text>", "where they agreed, for example “member form 2026”")
    .option("--dry-run", "only say what would happen")
    .option("--errors <file>", "write the faulty rows to this CSV, each with what to mend")
    .option("--skip-errors", "import the good rows and leave the faulty ones out")
    .action(async (file: string, options: ImportOptions) => {
      await refuseMissing(file);
      await withHouse((house, actor) => importContacts({ house, actor }, file, options));
    });
  contacts
    .command("list")
    .description("Show contacts")
    .option(
      "--query <text>",
      "the beginnings of words of a name, an address or an attribute, or of a number",
    )
    .option("--limit <count>", "how many", String(listedDefault))
    .action(async (options: { query?: string; limit: string }) => {
      const limit = limitOf(options.limit);
      await withHouse((house) => list(house, options.query, limit));
    });
  contacts
    .command("export")
    .description("Write all contacts to a CSV file that can be imported again")
    .argument("<file>", "the file to write; it must not exist yet")
    .action(async (file: string) => await withHouse((house) => exportTo(house, file)));
  contacts
    .command("erase")
    .description("Forget one person for good; the record keeps that it was done")
    .argument("<id>", "the number that `contacts list` shows")
    .action(async (text: string) => {
      const id = Number(text);
      if (!Number.isSafeInteger(id) || id < 1) throw invalid(`“${text}” is not a contact number.`);
      await withHouse((house, actor) => erase({ house, actor }, id));
    });
}

async function refuseMissing(file: string): Promise<void> {
  const found = await stat(file).catch((cause: unknown) => {
    throw invalid(`The file ${file} cannot be read (${codeOf(cause) ?? "unknown reason"}).`);
  });
  if (!found.isFile()) throw invalid(`${file} is not a file.`);
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= listedMax) return limit;
  throw invalid(`--limit takes a number from 1 to ${listedMax}, not “${text}”.`);
}

async function list(house: House, query: string | undefined, limit: number): Promise<void> {
  const { found, total } = await searchContacts(house, { query }, { afterId: 0, limit });
  for (const person of found) {
    const { id, name, language } = person.contact;
    const ways = person.addresses.map(({ kind, value }) => {
      const said = person.consents.find((consent) => consent.kind === kind)?.state;
      return `${kind} ${value}${said === "given" ? "" : ` (${said ?? "no consent"})`}`;
    });
    print([String(id).padStart(7), language, name, ways.join(", ")].join("  "));
  }
  print(`${Math.min(limit, total)} of ${total} contacts.`);
}

async function exportTo(house: House, file: string): Promise<void> {
  const total = await countContacts(house.db, {});
  const progress = createProgress({ label: "contacts", total });
  let rows = 0;
  async function* counted() {
    for await (const part of contactsCsv(house.db)) {
      yield part;
      rows += part.split("\r\n").length - 1;
      progress.set(Math.min(total, rows - 1));
    }
  }
  await writing(file, async () => {
    await pipeline(Readable.from(counted()), createWriteStream(file, { flags: "wx", mode: 0o600 }));
  });
  progress.end();
  print(`${total} contacts written to ${basename(file)}.`);
}

async function erase({ house, actor }: { house: House; actor: Actor }, id: number): Promise<void> {
  if (!(await findContact(house.db, id))) throw notFound("contact");
  await forgetContact(house, actor, { id });
  print(`Contact ${id} is erased.`);
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
