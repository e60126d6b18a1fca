import { stat } from "node:fs/promises";
import type { Command } from "commander";
import { z } from "zod";
import type { House } from "../actions/action.ts";
import { noteBackup } from "../actions/backup/note.ts";
import { restoreBackup } from "../actions/backup/restore.ts";
import { AppError } from "../lib/errors.ts";
import { openLines, sealLines } from "../lib/sealed-file.ts";
import { type DumpLine, dumpDatabase, readAtOnce } from "../store/dump.ts";
import { verifyChain } from "../store/events.ts";
import type { WithHouse } from "./contacts.ts";
import { readPassphrase } from "./passphrase.ts";
import { writing } from "./terminal.ts";

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** `tocsin backup` and `tocsin restore`: the whole database in one file that a passphrase seals. */
export function registerBackup(program: Command, withHouse: WithHouse): void {
  program
    .command("backup")
    .description("Write the whole database into one sealed file, while the server goes on")
    .option("--to <file>", "the file to write; one that is there is replaced")
    .option("--elsewhere", "note instead that a backup was just made by another tool")
    .action(async ({ to, elsewhere }: { to?: string; elsewhere?: boolean }) => {
      await withHouse(async (house, actor) => {
        if (elsewhere) {
          await noteBackup(house, actor, { made: "elsewhere", bytes: null });
          return print("Noted.");
        }
        if (to === undefined) throw new AppError("invalid", "Say where to: --to FILE.");
        const passphrase = await readPassphrase({ isNew: true });
        const bytes = await writing(
          to,
          async () => await writeBackup(house, { file: to, passphrase }),
        );
        await noteBackup(house, actor, { made: "own", bytes });
        print(`${to}: ${bytes} bytes. Keep the passphrase and the key of the server elsewhere.`);
      });
    });
  program
    .command("restore")
    .description("Put a backup into an empty database; sending is stopped in it")
    .requiredOption("--from <file>", "the file that backup wrote")
    .action(async ({ from }: { from: string }) => {
      const passphrase = await readPassphrase({ isNew: false });
      await withHouse(async (house) => {
        const { rows } = await restoreBackup(house, readBackup(from, passphrase));
        const { brokenAt, sealed } = await verifyChain(house.db);
        if (brokenAt !== null) {
          throw new AppError("conflict", `Restored, but event ${brokenAt} was changed.`);
        }
        print(`${rows} rows are back, with ${sealed} events of the record, whole.`);
        print("Sending is stopped: look at what was under way, then ./tocsin resume-sending.");
      });
    });
}

/** Answers how large the file is. */
export async function writeBackup(
  { db }: House,
  to: { file: string; passphrase: string },
): Promise<number> {
  await readAtOnce(db, async (tx) => {
    const lines = jsonOf(dumpDatabase(tx));
    await sealLines(to.file, { passphrase: to.passphrase, lines });
  });
  return (await stat(to.file)).size;
}

async function* jsonOf(lines: AsyncIterable<DumpLine>): AsyncGenerator<string> {
  for await (const line of lines) yield JSON.stringify(line);
}

const Line: z.ZodType<DumpLine> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("dump"), migrations: z.array(z.string()) }),
  z.object({ kind: z.literal("table"), table: z.string(), columns: z.array(z.string()) }),
  z.object({ kind: z.literal("rows"), rows: z.array(z.array(z.string().nullable())) }),
]);

/** The lines of a backup. What is no backup ends it before anything is written. */
export async function* readBackup(file: string, passphrase: string): AsyncGenerator<DumpLine> {
  let isFirst = true;
  for await (const text of openLines(file, passphrase)) {
    const line = Line.safeParse(JSON.parse(text)).data;
    if (!line || isFirst !== (line.kind === "dump")) {
      throw new AppError("invalid", `${file} is no backup.`);
    }
    isFirst = false;
    yield line;
  }
}
