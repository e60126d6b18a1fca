import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { importOffline } from "../actions/offline/import.ts";
import { makeOfflineCopy } from "../actions/offline/make.ts";
import { countsOf } from "../domain/offline/result.ts";
import { codeOf, invalid } from "../lib/errors.ts";
import type { WithHouse } from "./contacts.ts";
import type { SendOptions } from "./offline-plan.ts";
import { readOfflineResult } from "./offline-result.ts";
import { sendOffline } from "./offline-send.ts";
import { readPassphrase } from "./passphrase.ts";
import { createProgress } from "./progress.ts";
import { writing } from "./terminal.ts";

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const more = (value: string, before: string[] = []): string[] => [...before, value];

/** What is left when the server is gone: a sealed copy to send from, and the way back. */
export function registerOffline(program: Command, withHouse: WithHouse, stop: AbortSignal): void {
  program
    .command("offline-copy")
    .description("Write everything that sending needs into one file that a passphrase seals")
    .requiredOption("--to <file>", "the file to write; one that is there is replaced")
    .action(async ({ to }: { to: string }) => {
      const passphrase = await readPassphrase({ isNew: true });
      await withHouse(async (house, actor) => {
        const progress = createProgress({ label: "people", total: 0 });
        const onPeople = (people: number, total: number) => progress.set(people, total);
        const made = await writing(
          to,
          async () => await makeOfflineCopy(house, actor, { file: to, passphrase, onPeople }),
        );
        progress.end();
        print(`${made.people} people and ${made.channels} channels, sealed into ${to}.`);
      });
    });
  registerSend(program, stop);
  program
    .command("import-offline")
    .description("Take the result of send-offline into the records of the server")
    .argument("<file>", "the result file that send-offline wrote")
    .action(async (file: string) => {
      const text = await readFile(file, "utf8").catch((cause: unknown) => {
        throw invalid(`The file ${file} cannot be read (${codeOf(cause) ?? "unknown reason"}).`);
      });
      const result = readOfflineResult(text, file);
      await withHouse(async (house, actor) => {
        const { known, optedOut, strangers } = await importOffline(house, actor, result);
        const { people, taken } = countsOf(result.people);
        print(
          known
            ? `Sending ${result.job} was on the record already; it is up to date now.`
            : `Sending ${result.job} is on the record: ${people} people, ${taken} taken.`,
        );
        if (optedOut > 0) print(`${optedOut} opted out, and are not written to any more.`);
        if (strangers > 0) print(`${strangers} are not among the contacts of this server.`);
      });
    });
}

function registerSend(program: Command, stop: AbortSignal): void {
  program
    .command("send-offline")
    .description("Send from an offline copy: no server and no database are needed")
    .requiredOption("--copy <file>", "the file that offline-copy wrote")
    .option("--all", "everybody in the copy")
    .option("--segment <name>", "the people of a saved question, as of when the copy was made")
    .option("--channel <name>", "a channel, by name or number; say it again for the next one", more)
    .option("--text-fr <text>", "what to say in French; {name} and attributes are filled in")
    .option("--text-en <text>", "what to say in English")
    .option("--heading-fr <text>", "its heading, where a channel has one")
    .option("--heading-en <text>", "its heading in English")
    .option("--saved <title>", "the words of a broadcast that was approved before")
    .option("--label <text>", "tells this sending from another one of the same words")
    .option("--planned-by <name>", "who planned it")
    .option("--approved-by <name>", "who approves it: somebody else")
    .option("--confirm <phrase>", "what --dry-run shows, typed by the one who approves")
    .option("--result <file>", "where to write what became of it")
    .option("--dry-run", "only say what would happen")
    .action(async (options: SendOptions) => await sendOffline(options, stop));
}
